/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs one seed again, in a debugger for example: {@code -Dtest=ReplaySeedTest -Dsemel.sim.seed=N
 * [-Dsemel.sim.without=SLOW,PURGE]}; without a number, seed 1.
 */
class ReplaySeedTest {
    @Test
    void keepsAllPromises() {
        SimulationResult result = Simulator.run(
                Long.getLong("semel.sim.seed", 1), SimulateOptions.faults(System.getProperty("semel.sim.without", "")));
        System.out.println(result.trace());
        assertThat(result.violations()).isEmpty();
    }
}
