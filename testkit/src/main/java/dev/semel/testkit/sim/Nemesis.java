/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Kind;
import java.util.List;

/** Does to workers and store what is not done to a single message, at random moments until the horizon. */
final class Nemesis {
    private static final int STEPS = 5;
    private static final int STEPS_PER_STRIKE = 12;
    private static final int PURGES = 6;

    private final World world;

    Nemesis(World world) {
        this.world = world;
    }

    void start() {
        for (int i = 0; i < STEPS; i++) {
            strike(Fault.WORKER_PAUSE, () -> anyWorker().pause(aWhile()));
            strike(Fault.WORKER_CRASH, () -> anyWorker().crash(aWhile()));
            strike(Fault.STORE_CRASH, this::crashStore);
            strike(Fault.CONNECTION_KILL, this::killConnection);
            strike(Fault.NODE_CLOCK, () -> anyWorker().stepClock(aStep()));
            strike(Fault.STORE_CLOCK, this::stepStoreClock);
        }
        if (world.profile.intensity(Fault.PURGE) > 0) {
            RecordingStore store = new RecordingStore(world.store, world.journal);
            for (int i = 0; i < PURGES; i++) {
                world.after(world.between(0, world.horizon()), () -> store.purge(10));
            }
        }
    }

    private void strike(Fault fault, Runnable action) {
        if (world.chance(fault)) {
            world.after(world.between(0, world.horizon()), action);
        }
    }

    /** A call takes a step: its process may die or pause in the middle of it. */
    void atStep(Worker worker) {
        if (world.chance(Fault.WORKER_CRASH) && world.random.nextInt(STEPS_PER_STRIKE) == 0) {
            world.after(world.between(0, 6), () -> worker.crash(aWhile()));
        }
        if (world.chance(Fault.WORKER_PAUSE) && world.random.nextInt(STEPS_PER_STRIKE) == 0) {
            world.after(world.between(0, 6), () -> worker.pause(world.lease + aWhile()));
        }
    }

    private Worker anyWorker() {
        return world.workers[world.random.nextInt(world.workers.length)];
    }

    private long aWhile() {
        return world.between(1, 3 * world.lease);
    }

    private long aStep() {
        return world.between(-5 * world.lease, 5 * world.lease);
    }

    private void crashStore() {
        world.journal.log(Kind.STORE_CRASH);
        world.link.crash(world.between(1, 3 * world.lease));
    }

    private void stepStoreClock() {
        long step = aStep();
        world.clock.step(step);
        world.journal.log(Kind.STORE_CLOCK, 0, step);
    }

    private void killConnection() {
        if (world.store instanceof RowStore rows) {
            List<RowTransaction> open = rows.open();
            if (!open.isEmpty()) {
                open.get(world.random.nextInt(open.size())).rollback();
            }
        }
    }
}
