/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What is said about the requests of one key.
 *
 * @param effect the verdict
 * @param reason why, in one line
 */
record Finding(Effect effect, String reason) {
    /**
     * Judges from outside.
     *
     * @param traces of all answers to one key, in their order
     * @param counted by how much the counter changed, either way; empty without a counter
     */
    static Finding of(List<Trace> traces, OptionalLong counted) {
        Finding byAnswers = byAnswers(traces);
        long effects = Math.abs(counted.orElse(0));
        if (effects > 1) {
            return new Finding(Effect.TWICE, "the counter changed by " + effects + " (" + said(traces) + ")");
        }
        if (effects == 1 && byAnswers.effect() != Effect.TWICE) {
            return new Finding(Effect.PROTECTED, "the counter changed by 1 (" + said(traces) + ")");
        }
        boolean unmoved = counted.isPresent() && effects == 0 && byAnswers.effect() == Effect.UNKNOWN;
        return unmoved ? new Finding(Effect.UNKNOWN, byAnswers.reason() + "; the counter did not change") : byAnswers;
    }

    private static Finding byAnswers(List<Trace> traces) {
        List<Trace> successes = traces.stream().filter(Trace::isSuccess).toList();
        if (successes.isEmpty()) {
            boolean refused = traces.stream().allMatch(Trace::isRefusal);
            return new Finding(refused ? Effect.REFUSED : Effect.UNKNOWN, "no success: " + said(traces));
        }
        List<Trace> executions =
                successes.stream().filter(trace -> !trace.marked()).toList();
        Trace first = successes.get(0);
        if (executions.stream().anyMatch(trace -> !trace.isSame(executions.get(0)))
                || successes.stream().anyMatch(trace -> !trace.location().equals(first.location()))) {
            return new Finding(Effect.TWICE, "different answers to one key: " + said(traces));
        }
        if (successes.stream().anyMatch(trace -> !trace.isSame(first))) {
            return new Finding(Effect.UNKNOWN, "a marked replay differs from the first answer: " + said(traces));
        }
        if (executions.size() > 1) {
            return new Finding(Effect.UNKNOWN, "equal answers without a replay marker: " + said(traces));
        }
        return oneExecution(traces, executions.isEmpty());
    }

    /** At most one success is not marked as a replay; are the others accounted for? */
    private static Finding oneExecution(List<Trace> traces, boolean allMarked) {
        long lost = traces.stream()
                .filter(trace -> !trace.isSuccess() && !trace.isRefusal())
                .count();
        if (lost > 0 && !allMarked) {
            return new Finding(
                    Effect.UNKNOWN, "a request without an answer may have taken effect too: " + said(traces));
        }
        if (traces.size() < 2) {
            return new Finding(Effect.UNKNOWN, "there was no duplicate: " + said(traces));
        }
        return new Finding(Effect.PROTECTED, "replayed or refused: " + said(traces));
    }

    private static String said(List<Trace> traces) {
        return traces.stream().map(Trace::toString).collect(Collectors.joining(", "));
    }
}
