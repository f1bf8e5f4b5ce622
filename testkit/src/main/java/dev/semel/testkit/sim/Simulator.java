/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.HistoryEvent.Who;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the production state machine of the protocol in a simulated world: several clients and workers on a few cells,
 * one thread, a seed for all randomness, no wall clock. The same seed gives the same history.
 *
 * <p>Until its horizon the world is faulty. Then no fault begins any more, whatever is still on its way lands, and a
 * probe asks each cell whether it is usable. {@link HistoryChecker} judges the history.
 */
public final class Simulator {
    private static final int MOST_STEPS = 50_000;
    private static final SimulatedCall.Caller NOBODY = new SimulatedCall.Caller() {
        @Override
        public void answered(SimulatedCall call, Reply reply) {}

        @Override
        public void lost(SimulatedCall call) {}
    };

    private final World world;

    private Simulator(Profile profile, Parts parts) {
        this.world = new World(profile, parts);
    }

    /**
     * Runs a seed.
     *
     * @param seed any number
     * @return what became of it
     */
    public static SimulationResult run(long seed) {
        return run(seed, Set.of());
    }

    /**
     * Runs a seed without some of its faults.
     *
     * @param seed any number
     * @param without what does not happen
     * @return what became of it
     */
    public static SimulationResult run(long seed, Set<Fault> without) {
        return run(seed, without, Parts.SOUND, new Situations());
    }

    /**
     * Looks for the fewest faults by which a seed still breaks the same promise, switching them off one by one.
     *
     * @param failed what became of the seed
     * @return the same seed with fewer faults, or the result itself
     */
    public static SimulationResult minimised(SimulationResult failed) {
        return minimised(failed, Parts.SOUND);
    }

    static SimulationResult minimised(SimulationResult failed, Parts parts) {
        Promise promise = failed.violations().get(0).promise();
        SimulationResult least = failed;
        for (Fault fault : failed.profile().faults()) {
            Set<Fault> without = EnumSet.of(fault);
            without.addAll(least.without());
            SimulationResult tried = run(failed.profile().seed(), without, parts, new Situations());
            if (tried.violations().stream().anyMatch(violation -> violation.promise() == promise)) {
                least = tried;
            }
        }
        return least;
    }

    static SimulationResult run(long seed, Set<Fault> without, Parts parts, Situations situations) {
        Profile profile = Profile.of(seed);
        Profile used = without.isEmpty() ? profile : profile.without(without);
        Simulator simulator = new Simulator(used, parts);
        List<Violation> violations = new ArrayList<>(0);
        History history = simulator.world.history;
        try {
            simulator.live();
        } catch (RuntimeException e) {
            violations.add(new Violation(Promise.NO_DEFECT, history.events().size(), describe(e)));
        }
        violations.addAll(HistoryChecker.check(history, situations));
        return new SimulationResult(used, without, history, violations);
    }

    private static String describe(RuntimeException e) {
        StackTraceElement[] stack = e.getStackTrace();
        return e + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private void live() {
        int cells = world.profile.policy().terms().cells();
        for (int i = 0; i < world.profile.size().clients(); i++) {
            new Client(world, i % cells).start();
        }
        world.nemesis.start();
        world.after(world.horizon(), world::heal);
        toQuiescence();
        probe(cells);
        for (int cell = 0; cell < cells; cell++) {
            Journal journal = world.journal.of(Who.cell(cell));
            RecordingStore.log(journal, Kind.DUMP, world.store.find(World.cellId(cell)));
        }
    }

    /** Waits until each lease must have ended on the store's clock, wherever that was set, and asks each cell. */
    private void probe(int cells) {
        long wait = world.clock.latest() - world.clock.millis() + 2 * world.lease;
        for (int cell = 0; cell < cells; cell++) {
            for (int payload = 0; payload < 2; payload++) {
                long turn = wait + payload * 4L * world.lease;
                Worker worker = world.workers[cell % world.workers.length];
                Who who = new Who(world.nextCall(), worker.number(), cell, payload, true);
                world.after(turn, () -> worker.begin(world.parts.call(worker, who, NOBODY)));
            }
        }
        toQuiescence();
    }

    private void toQuiescence() {
        int steps = 0;
        while (world.agenda.step()) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("The world does not come to rest within " + MOST_STEPS + " steps.");
            }
        }
    }
}
