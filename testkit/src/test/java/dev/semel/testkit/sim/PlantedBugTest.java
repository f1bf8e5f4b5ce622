/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedBugTest {
    private static final long MOST_SEEDS = 20_000;

    @ParameterizedTest
    @EnumSource
    void isFoundWithinFewSeeds(PlantedBug bug) {
        long seed = 0;
        SimulationResult result = run(seed, bug);
        while (!bug.isFoundIn(result) && seed < MOST_SEEDS) {
            result = run(++seed, bug);
        }
        assertThat(bug.isFoundIn(result)).as("%s found", bug).isTrue();
        System.out.println("SEMEL_SIM_PLANTED bug=" + bug + " seeds=" + (seed + 1) + " first="
                + result.violations().get(0));
        assertThat(Simulator.run(seed).isClean()).as("without the bug").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void isStillFoundWithFewerFaults(PlantedBug bug) {
        long seed = 0;
        SimulationResult result = run(seed, bug);
        while (!bug.isFoundIn(result)) {
            result = run(++seed, bug);
        }
        SimulationResult least = Simulator.minimised(result, bug.parts());
        assertThat(least.violations())
                .extracting(Violation::promise)
                .contains(result.violations().get(0).promise());
        assertThat(least.profile().faults())
                .hasSizeLessThanOrEqualTo(result.profile().faults().size());
    }

    private static SimulationResult run(long seed, PlantedBug bug) {
        return Simulator.run(seed, Set.of(), bug.parts(), new Situations());
    }
}
