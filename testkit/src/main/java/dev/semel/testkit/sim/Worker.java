/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Who;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process of the service. What it was about to do waits while it pauses, and is gone when it dies. */
final class Worker {
    private final World world;
    private final Journal journal;
    private final int number;
    private final List<SimulatedCall> calls = new ArrayList<>();
    private final @Nullable SimulatedFlight[] flights;
    private Knowledge knowledge;
    private boolean up = true;
    private boolean newer;
    private int lives;
    private long pausedUntil;
    private long clockOffset;

    Worker(World world, int number) {
        this.world = world;
        this.number = number;
        this.journal = world.journal.of(Who.worker(number));
        this.flights = new SimulatedFlight[world.profile.policy().terms().cells()];
        this.knowledge = new Knowledge(world);
        this.newer = world.chance(Fault.UPGRADE);
    }

    World world() {
        return world;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    int number() {
        return number;
    }

    boolean isUp() {
        return up;
    }

    boolean isNewer() {
        return newer;
    }

    int life() {
        return lives;
    }

    long clockOffset() {
        return clockOffset;
    }

    /** Does something after a delay, if the process lives the same life then, and once it does not pause. */
    void after(long delay, Runnable action) {
        after(delay, lives, action);
    }

    void after(long delay, int life, Runnable action) {
        world.after(delay, () -> whenAwake(life, action));
    }

    private void whenAwake(int life, Runnable action) {
        if (life != lives) {
            return;
        }
        if (world.now() < pausedUntil) {
            world.agenda.at(pausedUntil, () -> whenAwake(life, action));
        } else {
            action.run();
        }
    }

    void begin(SimulatedCall call) {
        calls.add(call);
        call.begin();
    }

    void ended(SimulatedCall call) {
        calls.remove(call);
    }

    void pause(long duration) {
        journal.log(Kind.PAUSE, 0, duration);
        pausedUntil = world.now() + duration;
    }

    void crash(long downtime) {
        if (!up) {
            return;
        }
        journal.log(Kind.CRASH);
        up = false;
        lives++;
        knowledge = new Knowledge(world);
        for (int i = 0; i < flights.length; i++) {
            flights[i] = null;
        }
        List<SimulatedCall> lost = List.copyOf(calls);
        calls.clear();
        lost.forEach(SimulatedCall::die);
        world.after(downtime, this::restart);
    }

    private void restart() {
        up = true;
        pausedUntil = 0;
        newer |= world.chance(Fault.UPGRADE);
    }

    void stepClock(long millis) {
        journal.log(Kind.NODE_CLOCK, 0, millis);
        clockOffset += millis;
    }

    @Nullable
    SimulatedFlight flight(int cell) {
        return flights[cell];
    }

    void takeOff(int cell, SimulatedFlight flight) {
        SimulatedFlight superseded = flights[cell];
        if (superseded != null) {
            superseded.lose();
        }
        flights[cell] = flight;
    }

    void remove(int cell, SimulatedFlight flight) {
        if (flights[cell] == flight) {
            flights[cell] = null;
        }
    }
}
