/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.HistoryEvent.Who;

/** Somebody who wants one thing done, and sends again until there is an answer, and sometimes after. */
final class Client implements SimulatedCall.Caller {
    private final World world;
    private final int cell;
    private final int payload;
    private int callsLeft;
    private int current = -1;

    Client(World world, int cell) {
        this.world = world;
        this.cell = cell;
        this.payload = world.chance(Fault.OTHER_PAYLOAD) ? 1 : 0;
        this.callsLeft = world.profile.size().callsPerClient();
    }

    void start() {
        world.after(world.between(0, world.lease * 2), this::call);
        if (world.random.nextInt(4) == 0) {
            world.after(world.between(0, world.lease / 10), this::call);
        }
    }

    private void call() {
        if (callsLeft <= 0 || world.isHealed()) {
            return;
        }
        Worker worker = world.workers[world.random.nextInt(world.workers.length)];
        if (!worker.isUp()) {
            later();
            return;
        }
        callsLeft--;
        Who who = new Who(world.nextCall(), worker.number(), cell, payloadNow(), false);
        current = who.call();
        worker.begin(world.parts.call(worker, who, this));
        if (world.chance(Fault.ABANDON)) {
            world.after(world.between(1, world.lease), this::call);
        }
    }

    private int payloadNow() {
        return world.chance(Fault.OTHER_PAYLOAD) ? 1 - payload : payload;
    }

    private void later() {
        world.after(world.between(5, world.lease), this::call);
    }

    @Override
    public void answered(SimulatedCall call, Reply reply) {
        boolean isFinal = reply == Reply.EXECUTED || reply == Reply.REPLAYED;
        if (call.who().call() == current && (!isFinal || world.random.nextBoolean())) {
            later();
        }
    }

    @Override
    public void lost(SimulatedCall call) {
        if (call.who().call() == current) {
            later();
        }
    }
}
