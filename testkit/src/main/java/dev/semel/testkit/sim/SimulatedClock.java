/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.time.Instant;
import java.time.InstantSource;

/** The store's clock. It also knows what the sender's clock shows, which no correct store asks for. */
final class SimulatedClock implements InstantSource {
    private final Agenda agenda;
    private long offset;
    private long latest;
    private long senderOffset;

    SimulatedClock(Agenda agenda) {
        this.agenda = agenda;
    }

    @Override
    public long millis() {
        return agenda.now() + offset;
    }

    long senderMillis() {
        return agenda.now() + senderOffset;
    }

    void sender(long offset) {
        senderOffset = offset;
    }

    void step(long millis) {
        latest = latest();
        offset += millis;
    }

    /** The highest time that it ever showed at a step, or shows. */
    long latest() {
        return Math.max(latest, millis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
