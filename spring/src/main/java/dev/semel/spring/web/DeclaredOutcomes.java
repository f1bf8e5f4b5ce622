/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.OutcomeClass;
import dev.semel.http.OutcomeRules;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the statuses and exceptions that an annotation names mean for the key. */
final class DeclaredOutcomes {
    private DeclaredOutcomes() {}

    static OutcomeRules of(Idempotent annotation, OutcomeRules defaults, String owner) {
        List<Integer> stored = statuses("storeStatuses", annotation.storeStatuses(), owner);
        List<Integer> released = statuses("releaseStatuses", annotation.releaseStatuses(), owner);
        var storing = List.of(annotation.storeExceptions());
        var releasing = List.of(annotation.releaseExceptions());
        if (released.stream().anyMatch(status -> status < 300)) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": releaseStatuses = " + released
                            + " has a status of success, and what is" + " released is rolled back or done again.",
                    "Give statuses from 300 on.");
        }
        requireDisjoint("storeStatuses and releaseStatuses", stored, released, owner);
        requireDisjoint("storeExceptions and releaseExceptions", storing, releasing, owner);
        OutcomeRules rules = defaults;
        for (int status : stored) {
            rules = rules.with(status, OutcomeClass.STORE);
        }
        for (int status : released) {
            rules = rules.with(status, OutcomeClass.RELEASE);
        }
        for (Class<? extends Throwable> type : storing) {
            rules = rules.with(type, OutcomeClass.STORE);
        }
        for (Class<? extends Throwable> type : releasing) {
            rules = rules.with(type, OutcomeClass.RELEASE);
        }
        return rules;
    }

    private static List<Integer> statuses(String attribute, int[] statuses, String owner) {
        List<Integer> all = Arrays.stream(statuses).boxed().toList();
        if (all.stream().anyMatch(status -> status < 200 || status > 599)) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": " + attribute + " = " + all + " has what is no status of an answer.",
                    "Give statuses from 200 to 599.");
        }
        return all;
    }

    private static void requireDisjoint(String attributes, List<?> one, List<?> other, String owner) {
        Set<Object> both = new HashSet<>(one);
        both.retainAll(other);
        if (!both.isEmpty()) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": " + attributes + " both name " + both + ".",
                    "Name each in one of them.");
        }
    }
}
