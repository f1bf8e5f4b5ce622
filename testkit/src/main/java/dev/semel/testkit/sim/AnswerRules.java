/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Sighting;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.HistoryEvent.Who;
import dev.semel.testkit.sim.Ledger.AnswerNotes;
import dev.semel.testkit.sim.Ledger.CallNotes;
import dev.semel.testkit.sim.Ledger.CellNotes;

/**
 * Checks what leaves the process: only durable answers (R8, promise I2), all equal (R1, I3) and in real time (R3), of the
 * same payload (R10, I4), no definite failure of what happened (R7, I9); and that every call ends and every cell is
 * usable in the end (R11, I12).
 */
final class AnswerRules {
    private final Ledger ledger;

    AnswerRules(Ledger ledger) {
        this.ledger = ledger;
    }

    void on(HistoryEvent event) {
        if (event.kind() == Kind.INVOKE) {
            CallNotes call = ledger.call(event);
            call.invokedAt = ledger.index();
            call.who = event.who();
        } else if (event.kind() == Kind.HELD_HERE) {
            ledger.call(event).heldHere = true;
        } else if (event.kind() == Kind.TOLD) {
            ledger.call(event).toldAsOf = event.value();
            ledger.call(event).toldAt = event.time();
        } else if (event.kind() == Kind.CALL_LOST) {
            ledger.call(event).over = true;
            ledger.call(event).lost = true;
        } else if (event.kind() == Kind.RETURN && event.detail() instanceof Reply reply) {
            CallNotes call = ledger.call(event);
            call.over = true;
            call.reply = reply;
            returned(event, reply);
        }
    }

    private void returned(HistoryEvent event, Reply reply) {
        CallNotes call = ledger.call(event);
        CellNotes cell = ledger.cell(event);
        switch (reply) {
            case EXECUTED, REPLAYED -> answered(event, reply);
            case IN_PROGRESS -> busy(cell, call);
            case MISMATCHED -> {
                if ((cell.payloads & ~(1 << event.who().payload())) == 0) {
                    ledger.report(Promise.I4, "another payload was never granted");
                }
            }
            case ROLLED_BACK, NOT_RECORDED -> failed(event, cell, call);
            case UNAVAILABLE, UNREADABLE -> {
                if (call.runs > 0) {
                    ledger.report(Promise.I9, reply + ", but the action ran");
                }
            }
            case INDETERMINATE, UNKNOWN, LOST -> {}
        }
        probed(event.who(), reply);
    }

    /** A definite failure: neither rows nor answer may be there. */
    private void failed(HistoryEvent event, CellNotes cell, CallNotes call) {
        if (cell.mayHaveExpired) {
            return;
        }
        if (call.effectCommitted && call.effectIncarnation == cell.incarnation) {
            ledger.report(Promise.I9, event.detail() + ", but its rows are committed");
        }
        if (cell.recordedValue != 0
                && ledger.answer(cell.recordedValue).author == event.who().call()) {
            ledger.report(Promise.I9, event.detail() + ", but its answer is recorded");
        }
    }

    private void answered(HistoryEvent event, Reply reply) {
        AnswerNotes answer = ledger.answer(event.value());
        CellNotes cell = ledger.cell(event);
        Who who = event.who();
        if (answer.recordedIn < 0) {
            ledger.report(Promise.I2, "answered " + event.value() + ", which is not recorded");
        }
        if (answer.payload != who.payload()) {
            ledger.report(Promise.I4, "payload " + who.payload() + " got the answer to " + answer.payload);
        }
        if (reply == Reply.EXECUTED && answer.author != who.call()) {
            ledger.report(Promise.I6, "gave the answer of call " + answer.author + " as its own");
        }
        if (answer.recordedIn != cell.incarnation) {
            outlived(event, cell);
            return;
        }
        if (cell.finalValue != 0 && cell.finalValue != event.value()) {
            ledger.report(Promise.I3, "answered " + event.value() + " after " + cell.finalValue);
        }
        if (cell.firstFinalAt < 0) {
            cell.firstFinalAt = ledger.index();
            cell.firstFinalTime = event.time();
            cell.finalValue = event.value();
        }
    }

    /** An answer of a record that had expired, and whose cell was new again, before the call began. */
    private void outlived(HistoryEvent event, CellNotes cell) {
        boolean recorded = ledger.answer(event.value()).recordedIn >= 0;
        if (recorded && ledger.call(event).invokedAt > cell.incarnatedAt && !ledger.storeClockStepped) {
            ledger.report(Promise.I3, "answered " + event.value() + ", of a record that had expired before the call");
        }
    }

    /**
     * A call of the same process may still be thought to run, until its lease ends; it is not asked of the store. And
     * what the store told another call stands for a moment.
     */
    private void busy(CellNotes cell, CallNotes call) {
        boolean late = cell.firstFinalAt >= 0 && call.invokedAt > cell.firstFinalAt && !cell.mayHaveExpired;
        boolean wasSo = call.toldAsOf >= 0 && call.toldAsOf <= cell.firstFinalTime;
        boolean justNow = call.toldAt - call.toldAsOf <= Sighting.FRESH_NANOS / 1_000_000;
        if (late && !call.heldHere && !(wasSo && justNow)) {
            ledger.report(Promise.I3, "busy although an answer had been given before the call began");
        }
    }

    private void probed(Who who, Reply reply) {
        if (who.probe()) {
            switch (reply) {
                case EXECUTED, REPLAYED, INDETERMINATE, MISMATCHED -> {}
                default -> ledger.report(Promise.I12, "after all faults stopped, the cell answers " + reply);
            }
        }
    }

    void atEnd() {
        for (CallNotes call : ledger.calls()) {
            if (call.invokedAt >= 0 && !call.over) {
                ledger.report(Promise.I12, "call " + ledger.calls().indexOf(call) + " never ended");
            }
        }
    }
}
