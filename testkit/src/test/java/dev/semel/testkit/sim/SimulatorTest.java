/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Mode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
                .endsWith("-Dtest=ReplaySeedTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dsemel.sim.seed=3 -Dsemel.sim.without=DUPLICATE,SLOW")
                .doesNotContain("\n");
    }

    @Test
    void theCommandReplaysASeed() throws InterruptedException {
        assertThat(simulate(0, "--seed", "5")).contains("INVOKE").contains("RETURN");
    }

    @Test
    void theCommandRunsARangeAndPrintsOneLineForMachines() throws InterruptedException {
        assertThat(simulate(0, "--seeds", "300", "--from", "1000", "--threads", "2"))
                .containsPattern("SEMEL_SIM_RESULT histories=300 violations=0 seconds=.* from=1000 to=1299");
    }

    @Test
    void theCommandRefusesWhatItDoesNotKnow() throws InterruptedException {
        assertThat(simulate(2, "--sede", "5")).contains("Unknown: --sede 5").contains("Usage");
        assertThat(simulate(2, "--seed", "five")).contains("Not understood").contains("Usage");
    }

    private static String simulate(int exit, String... args) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(Simulate.run(args, out)).isEqualTo(exit);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
