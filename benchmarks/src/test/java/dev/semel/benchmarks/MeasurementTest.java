/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.benchmarks.Measurement.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static Measurement of(Goal goal, Double... values) {
        return new Measurement("P0", "this beside that", goal, "", List.of(values));
    }

    @Test
    void theMiddleOfTheRoundsDecides() {
        assertThat(of(Goal.atLeast(0.5), 0.1, 0.9, 0.6).median()).isEqualTo(0.6);
        assertThat(of(Goal.atLeast(0.5), 0.2, 0.4).median()).isCloseTo(0.3, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(of(Goal.atLeast(0.5), 0.1, 0.5, 0.9).reachesGoal()).isTrue();
        assertThat(of(Goal.atLeast(0.5), 0.1, 0.49, 0.9).reachesGoal()).isFalse();
        assertThat(of(Goal.atMost(3), 2.0, 3.0, 9.0).reachesGoal()).isTrue();
        assertThat(of(Goal.atMost(3), 2.0, 3.1, 9.0).reachesGoal()).isFalse();
    }

    @Test
    void aRatioIsThatOfTheSameRound() {
        Rates rates = new Rates(List.of(100.0, 10.0), List.of(50.0, 10.0));
        assertThat(rates.ratios()).containsExactly(0.5, 1.0);
    }

    @Test
    void aLineTellsAllThatAProgramNeeds() {
        assertThat(of(Goal.atLeast(0.75), 0.5, 0.25, 1.0).line())
                .isEqualTo("SEMEL_BENCH id=P0 median=0.50 min=0.25 max=1.00 rounds=3 goal=>=0.75 reached=false"
                        + " what=\"this beside that\"");
    }
}
