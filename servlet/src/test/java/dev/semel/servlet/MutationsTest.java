/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That the tests of the filter can fail: each of them does without a layer, or with one that keeps everything, or with
 * one that ignores its configuration.
 */
class MutationsTest {
    @AfterEach
    void removeTheMutation() {
        Mutation.NONE.plant();
        Awaitility.reset();
    }

    @Test
    void eachTestNoticesSomeMutation() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(1));
        Set<String> unmoved = passing(Mutation.NO_LAYER, new TreeSet<>());
        for (Mutation mutation : List.of(Mutation.HOARDER, Mutation.NO_CONFIGURATION)) {
            unmoved = passing(mutation, unmoved);
        }
        assertThat(unmoved).isEmpty();
    }

    /** Of these tests, or of all if there are none, those that a mutation does not make fail. */
    private static Set<String> passing(Mutation mutation, Set<String> among) {
        mutation.plant();
        long start = System.nanoTime();
        BehavioursRun run = BehavioursRun.of(TomcatTest.class, test -> among.isEmpty() || among.contains(test));
        System.err.println("DEBUG " + mutation + " " + (System.nanoTime() - start) / 1000000 + " ms, passed " + run.passed().size() + " failed " + run.failed().size());
        assertThat(run.failed()).as("tests that %s makes fail", mutation).isNotEmpty();
        return run.passed();
    }
}
