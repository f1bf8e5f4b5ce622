/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** What happened in one run, in order, as far as a checker may know it. Not safe for use by many threads. */
public final class History {
    private final Terms terms;
    private final List<HistoryEvent> events;

    /**
     * Begins a history.
     *
     * @param terms what holds for the whole of it
     */
    public History(Terms terms) {
        this(terms, List.of());
    }

    /**
     * Takes a recorded one.
     *
     * @param terms what holds for the whole of it
     * @param events what happened
     */
    public History(Terms terms, List<HistoryEvent> events) {
        this.terms = Objects.requireNonNull(terms, "terms");
        this.events = new ArrayList<>(events);
    }

    /**
     * What holds for the whole of a history; times in milliseconds.
     *
     * @param mode what commits together
     * @param lease how long a lease lives
     * @param retention how long a record lives from its grant on
     * @param takesHeld whether claims take held records
     * @param cells how many cells there are
     */
    public record Terms(Mode mode, long lease, long retention, boolean takesHeld, int cells) {}

    /**
     * The terms.
     *
     * @return never null
     */
    public Terms terms() {
        return terms;
    }

    /**
     * What happened.
     *
     * @return a view
     */
    public List<HistoryEvent> events() {
        return Collections.unmodifiableList(events);
    }

    void add(HistoryEvent event) {
        events.add(event);
    }

    /** Differs, but for a coincidence, if anything in the history does. */
    long traceHash() {
        long hash = 17;
        for (int i = 0; i < events.size(); i++) {
            hash = hash * 0x9E3779B97F4A7C15L + events.get(i).traceHash();
        }
        return hash;
    }
}
