/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Mode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    @Test
    void givesTheSameHistoryForTheSameSeed() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Simulator.run(seed).history().events())
                    .isEqualTo(Simulator.run(seed).history().events());
        }
    }

    @Test
    void givesDifferentHistoriesForDifferentSeeds() {
        Set<Long> hashes = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            hashes.add(Simulator.run(seed).traceHash());
        }
        assertThat(hashes).hasSizeGreaterThan(198);
    }

    @Test
    void aCampaignNoticesThatASeedIsNotTheSameTwice() throws InterruptedException {
        AtomicLong outside = new AtomicLong();
        Parts impure = new Parts() {
            @Override
            RowStore rows(SimulatedClock clock) {
                clock.step(outside.incrementAndGet());
                return super.rows(clock);
            }
        };
        Campaign.Report report = Campaign.run(impure, 0, 500);
        assertThat(report.violating()).isPositive();
        assertThat(report.failures().get(0).violations())
                .extracting(Violation::promise)
                .contains(Promise.NO_DEFECT);
    }

    @Test
    void nodeClocksHaveNoEffect() {
        int stepped = 0;
        for (long seed = 0; stepped < 20; seed++) {
            SimulationResult result = Simulator.run(seed);
            boolean steps =
                    result.history().events().stream().anyMatch(event -> event.kind() == HistoryEvent.Kind.NODE_CLOCK);
            if (steps) {
                stepped++;
                assertThat(result.violations()).isEmpty();
            }
        }
    }

    @Test
    void switchesFaultsOff() {
        SimulationResult calm = Simulator.run(7, EnumSet.allOf(Fault.class));
        assertThat(calm.profile().faults()).isEmpty();
        assertThat(calm.history().events())
                .extracting(HistoryEvent::kind)
                .doesNotContain(HistoryEvent.Kind.FAILED, HistoryEvent.Kind.CRASH, HistoryEvent.Kind.PAUSE);
    }

    @Test
    void drawsBothModesAndEveryFault() {
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (long seed = 0; seed < 100; seed++) {
            Profile profile = Profile.of(seed);
            modes.add(profile.policy().terms().mode());
            faults.addAll(profile.faults());
        }
        assertThat(modes).containsOnly(Mode.values());
        assertThat(faults).containsOnly(Fault.values());
    }

    @Test
    void aFailureTellsInOneLineHowToReplayIt() {
        SimulationResult failed = Simulator.run(
                3, Set.of(Fault.SLOW, Fault.DUPLICATE), PlantedBug.LEASE_BORN_EXPIRED.parts(), new Situations());
        assertThat(failed.replayLine())
                .startsWith("SEMEL_SIM seed=3 ")
                .endsWith(" replay: ./semel simulate --seed 3 --without DUPLICATE,SLOW")
                .doesNotContain("\n");
    }
}
