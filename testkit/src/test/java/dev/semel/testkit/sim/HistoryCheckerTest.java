/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryCheckerTest {
    private static final int HISTORIES = 50;
    private static final int MOST_SEEDS = 100_000;

    @ParameterizedTest
    @EnumSource
    void findsEveryCorruption(Corruption corruption) {
        int corrupted = 0;
        for (long seed = 0; seed < MOST_SEEDS && corrupted < HISTORIES; seed++) {
            History history = Simulator.run(seed).history();
            int place = corruption.placeIn(history);
            if (place >= 0) {
                corrupted++;
                List<Violation> found = HistoryChecker.check(corruption.applyTo(history, place));
                assertThat(found)
                        .as("%s at event %d of seed %d", corruption, place, seed)
                        .extracting(Violation::promise)
                        .contains(corruption.promise());
            }
        }
        assertThat(corrupted).as("histories to corrupt").isEqualTo(HISTORIES);
    }

    @Test
    void hasACorruptionForEachPromiseThatItChecks() {
        Set<Promise> corrupted = EnumSet.noneOf(Promise.class);
        for (Corruption corruption : Corruption.values()) {
            corrupted.add(corruption.promise());
        }
        assertThat(corrupted).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Promise.NO_DEFECT)));
    }

    @Test
    void findsNothingInGoodHistories() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            assertThat(HistoryChecker.check(Simulator.run(seed).history())).isEmpty();
        }
    }
}
