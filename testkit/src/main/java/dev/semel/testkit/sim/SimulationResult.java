/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of one run.
 *
 * @param profile the world that the seed made
 * @param without the faults that were switched off
 * @param history what happened
 * @param violations the promises that were broken; empty if none was
 */
public record SimulationResult(Profile profile, Set<Fault> without, History history, List<Violation> violations) {
    private static final String REPLAY = "./semel simulate --seed ";

    /**
     * Copies.
     *
     * @param profile the world that the seed made
     * @param without the faults that were switched off
     * @param history what happened
     * @param violations the promises that were broken; empty if none was
     */
    public SimulationResult {
        without = Set.copyOf(without);
        violations = List.copyOf(violations);
    }

    /**
     * Whether all promises were kept.
     *
     * @return true if so
     */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /**
     * A number that two runs of one seed must share.
     *
     * @return a hash of the whole history
     */
    public long traceHash() {
        return history.traceHash();
    }

    /**
     * One line that says what failed and how to see it again.
     *
     * @return the line, without a line break
     */
    public String replayLine() {
        String off = without.isEmpty()
                ? ""
                : " --without " + without.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        String broken = violations.stream()
                .map(violation -> violation.promise().name())
                .distinct()
                .collect(Collectors.joining(","));
        return "SEMEL_SIM seed=" + profile.seed() + " broken=" + broken + " profile=" + profile + " replay: " + REPLAY
                + profile.seed() + off;
    }

    /**
     * The violations and every event, one a line, for a person to read.
     *
     * @return many lines
     */
    public String trace() {
        StringBuilder text = new StringBuilder(replayLine()).append('\n');
        text.append(profile.size()).append('\n').append(profile.policy()).append('\n');
        violations.forEach(violation -> text.append(violation).append('\n'));
        List<HistoryEvent> events = history.events();
        for (int i = 0; i < events.size(); i++) {
            text.append(String.format("%4d", i)).append(events.get(i)).append('\n');
        }
        return text.toString();
    }
}
