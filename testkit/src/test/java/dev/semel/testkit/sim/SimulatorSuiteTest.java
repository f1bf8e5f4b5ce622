/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The suite of histories; {@code -Dsemel.sim.seeds} and {@code -Dsemel.sim.from} choose others. */
class SimulatorSuiteTest {
    private static final long SEEDS = Long.getLong("semel.sim.seeds", 200_000);
    private static final long FROM = Long.getLong("semel.sim.from", 0);
    /** Of a million seeds each situation must be met a thousand times. */
    private static final long SEEDS_PER_SITUATION = 1_000;

    @Test
    void keepsAllPromisesInAllHistoriesAndMeetsAllSituations() throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        Campaign.Report report = Campaign.run(FROM, SEEDS, threads, done -> {});
        System.out.println("SEMEL_SIM_SITUATIONS " + report.situations());
        System.out.println(report.line() + " from=" + FROM + " to=" + (FROM + SEEDS - 1));
        assertThat(report.failures())
                .as(() -> Simulator.minimised(report.failures().get(0)).trace())
                .isEmpty();
        assertThat(report.histories()).isEqualTo(SEEDS);
        assertThat(report.situations().rarerThan(SEEDS / SEEDS_PER_SITUATION))
                .as("situations that are too rare: the simulation is too weak. " + report.situations())
                .isEmpty();
    }
}
