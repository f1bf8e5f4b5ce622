/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.spi.Claim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the checker has learnt from a history so far. It knows nothing of the simulator's state. */
final class Ledger {
    private static final int ENOUGH = 10;

    final History.Terms terms;
    final CellNotes[] cells;
    private final List<CallNotes> calls = new ArrayList<>();
    private final List<AnswerNotes> answers = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>(0);
    private int index;
    /** No promise is made of ends of retention then (N11). */
    boolean storeClockStepped;

    Ledger(History.Terms terms) {
        this.terms = terms;
        this.cells = new CellNotes[terms.cells()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new CellNotes();
        }
    }

    /** A cell and its present incarnation. */
    static final class CellNotes {
        RecordModel record = new RecordModel();
        /** Granted in transactions that have not ended. */
        final List<RecordModel> tentative = new ArrayList<>(2);

        final List<GrantNotes> grants = new ArrayList<>();
        long highestFence;
        int highestEffectOrder;
        int incarnation;
        /** Bit n: payload n was granted at some time. */
        int payloads;
        // Of the present incarnation:
        int firstFinalAt = -1;
        long firstFinalTime;
        int incarnatedAt;
        long finalValue;
        long recordedValue;
        int effects;
        boolean mayHaveExpired;

        void incarnate(int index) {
            incarnation++;
            incarnatedAt = index;
            firstFinalAt = -1;
            finalValue = 0;
            recordedValue = 0;
            effects = 0;
            mayHaveExpired = false;
        }

        @Nullable
        GrantNotes grant(HistoryEvent event) {
            for (int i = grants.size() - 1; i >= 0; i--) {
                GrantNotes grant = grants.get(i);
                if (grant.fence == event.fence() && grant.call == event.who().call()) {
                    return grant;
                }
            }
            return null;
        }
    }

    /** One grant. */
    static final class GrantNotes {
        final int call;
        final long fence;
        final int order;
        final Enum<?> history;
        int incarnation;
        int runs;
        boolean marked;
        boolean committed;
        boolean saidNotCommitted;

        @Nullable
        Verdict verdict;

        GrantNotes(HistoryEvent event, CellNotes cell) {
            this.call = event.who().call();
            this.fence = event.fence();
            this.order = cell.grants.size() + 1;
            this.history = event.detail();
        }

        boolean isIndeterminate() {
            return history == Claim.History.INDETERMINATE;
        }
    }

    /** One call. */
    static final class CallNotes {
        int invokedAt = -1;
        HistoryEvent.@Nullable Who who;
        boolean over;
        boolean lost;
        boolean heldHere;
        /** When what this call was told had been asked for; -1 if it asked itself. */
        long toldAsOf = -1;
        /** When it was told; it may answer later. */
        long toldAt;

        int runs;
        boolean effectCommitted;
        int effectIncarnation;
        final List<Long> effectsOfCommit = new ArrayList<>(0);
        // For the situations alone:
        boolean waited;
        boolean remembered;
        boolean transientFailure;
        HistoryEvent.@Nullable Reply reply;
    }

    /** One possible answer, by the run or verdict that made it. */
    static final class AnswerNotes {
        int author = -1;
        int payload;
        boolean rolledBack;
        boolean effectCommitted;
        /** In which incarnation it is recorded durably; -1 if it is not. */
        int recordedIn = -1;
    }

    CellNotes cell(HistoryEvent event) {
        return cells[event.who().cell()];
    }

    CallNotes call(HistoryEvent event) {
        return call(event.who().call());
    }

    CallNotes call(int number) {
        while (calls.size() <= number) {
            calls.add(new CallNotes());
        }
        return calls.get(number);
    }

    List<CallNotes> calls() {
        return calls;
    }

    AnswerNotes answer(long value) {
        int number = (int) value;
        while (answers.size() <= number) {
            answers.add(new AnswerNotes());
        }
        return answers.get(number);
    }

    /** A new event: notes which records may have expired by it. */
    void turnTo(int next, HistoryEvent event) {
        index = next;
        storeClockStepped |= event.kind() == HistoryEvent.Kind.STORE_CLOCK;
        for (CellNotes cell : cells) {
            cell.mayHaveExpired |= cell.record.isGone(event.storeTime());
        }
    }

    int index() {
        return index;
    }

    void report(Promise promise, String message) {
        if (violations.size() < ENOUGH) {
            violations.add(new Violation(promise, index, message));
        }
    }

    List<Violation> violations() {
        return violations;
    }
}
