/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Nothing;
import dev.semel.testkit.sim.HistoryEvent.Who;

/** Writes into the history what happens on behalf of one call. */
final class Journal {
    private final History history;
    private final SimulatedClock clock;
    private final Agenda agenda;
    private final Who who;

    private Journal(History history, SimulatedClock clock, Agenda agenda, Who who) {
        this.history = history;
        this.clock = clock;
        this.agenda = agenda;
        this.who = who;
    }

    static Journal of(History history, SimulatedClock clock, Agenda agenda) {
        return new Journal(history, clock, agenda, Who.NOBODY);
    }

    Journal of(Who somebody) {
        return new Journal(history, clock, agenda, somebody);
    }

    Who who() {
        return who;
    }

    void log(Kind kind) {
        log(kind, 0, 0, Nothing.NONE);
    }

    void log(Kind kind, Enum<?> detail) {
        log(kind, 0, 0, detail);
    }

    void log(Kind kind, long fence, long value) {
        log(kind, fence, value, Nothing.NONE);
    }

    void log(Kind kind, long fence, long value, Enum<?> detail) {
        history.add(new HistoryEvent(kind, agenda.now(), clock.millis(), who, fence, value, detail));
    }
}
