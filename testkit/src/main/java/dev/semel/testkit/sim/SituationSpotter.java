/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import dev.semel.internal.Event.Failure;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.internal.Step.Pause.Reason;
import dev.semel.spi.Claim;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.Ledger.CallNotes;
import dev.semel.testkit.sim.Ledger.CellNotes;
import dev.semel.testkit.sim.RecordModel.Status;
import java.util.ArrayList;
import java.util.List;

/** Recognises situations; it sees the ledger as it was before the event. */
final class SituationSpotter {
    private final Ledger ledger;
    private final Situations situations;
    private final List<Long> unknowns = new ArrayList<>(0);
    private final long[] touchedOutside;

    SituationSpotter(Ledger ledger, Situations situations) {
        this.ledger = ledger;
        this.situations = situations;
        this.touchedOutside = new long[ledger.terms.cells()];
    }

    private void hitIf(boolean condition, Situation situation) {
        if (condition) {
            situations.hit(situation);
        }
    }

    void on(HistoryEvent event) {
        switch (event.kind()) {
            case GRANT -> granted(event);
            case COMPLETE, RELEASE, HOLD, RENEW, MARK -> written(event);
            case RAN -> ran(event);
            case RECONCILE -> reconciled(event);
            case RETURN -> returned(event, (Reply) event.detail());
            case CALL_LOST -> died(event);
            default -> others(event);
        }
    }

    private void others(HistoryEvent event) {
        switch (event.kind()) {
            case CONTENDED -> situations.hit(Situation.CONTENDED);
            case FENCED_REFUSED -> situations.hit(Situation.STALE_EFFECT_REFUSED);
            case EXTERNAL_EFFECT -> touchedOutside(event);
            case SETTLED_HERE -> situations.hit(Situation.SETTLED_HERE);
            case REMEMBERED -> ledger.call(event).remembered = true;
            case TOLD -> situations.hit(Situation.TOLD_OF_ANOTHER_CALL);
            case WAIT -> ledger.call(event).waited |= event.detail() == Reason.HOLDER;
            case FAILED -> ledger.call(event).transientFailure |= event.detail() == Failure.TRANSIENT;
            case RESOLVED ->
                situations.hit(
                        event.value() == 1 ? Situation.RESOLVED_AS_COMMITTED : Situation.RESOLVED_AS_NOT_COMMITTED);
            case ROLLBACK ->
                hitIf(
                        StoreRules.record(ledger.cell(event), event).status == Status.DONE && event.fence() > 0,
                        Situation.COMPLETE_ROLLED_BACK);
            case COMMIT -> committed(event);
            default -> {}
        }
    }

    private void granted(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        CallNotes call = ledger.call(event);
        if (cell.grant(event) != null) {
            situations.hit(Situation.CLAIM_SENT_AGAIN);
            return;
        }
        Enum<?> history = event.detail();
        hitIf(history == Claim.History.ABANDONED, Situation.TAKEOVER);
        hitIf(history == Claim.History.RELEASED, Situation.GRANTED_AFTER_RELEASE);
        hitIf(history == Claim.History.FRESH && cell.incarnation > 0, Situation.NEW_AFTER_EXPIRY);
        hitIf(call.over, Situation.CLAIM_GRANTED_TO_NOBODY);
        hitIf(call.waited, Situation.WAITER_CLAIMED);
        hitIf(call.transientFailure, Situation.TRANSIENT_RETRIED);
    }

    private void written(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        RecordModel record = StoreRules.record(cell, event);
        boolean over = ledger.call(event).over;
        if (event.detail() == WriteResult.APPLIED) {
            boolean completes = event.kind() == Kind.COMPLETE;
            hitIf(completes && record.status == Status.DONE, Situation.COMPLETE_SENT_AGAIN);
            hitIf(completes && record.status == Status.BUSY && over, Situation.LATE_COMPLETE_APPLIED);
            hitIf(event.kind() == Kind.HOLD, Situation.HELD);
            return;
        }
        hitIf(over, Situation.LATE_WRITE_REJECTED);
        if (event.fence() < cell.highestFence) {
            situations.hit(
                    switch (event.kind()) {
                        case COMPLETE -> Situation.ZOMBIE_COMPLETE_REJECTED;
                        case RENEW -> Situation.ZOMBIE_RENEWAL_REJECTED;
                        case MARK -> Situation.ZOMBIE_MARK_REJECTED;
                        default -> Situation.ZOMBIE_RELEASE_REJECTED;
                    });
        }
        hitIf(event.kind() == Kind.COMPLETE && record.isGone(event.storeTime()), Situation.EXPIRED_BEFORE_COMPLETE);
    }

    private void ran(HistoryEvent event) {
        boolean outlived = event.fence() < ledger.cell(event).highestFence;
        hitIf(outlived && ledger.terms.mode() == Mode.LEASED, Situation.ACTION_OUTLIVED_ITS_LEASE);
    }

    private void reconciled(HistoryEvent event) {
        hitIf(event.detail() == Verdict.HAPPENED, Situation.RECONCILED_HAPPENED);
        hitIf(event.detail() == Verdict.DID_NOT_HAPPEN, Situation.RECONCILED_DID_NOT_HAPPEN);
        hitIf(event.detail() == Verdict.CANNOT_TELL, Situation.RECONCILED_CANNOT_TELL);
    }

    private void touchedOutside(HistoryEvent event) {
        int cell = event.who().cell();
        long incarnation = ledger.cell(event).incarnation;
        hitIf(touchedOutside[cell] == incarnation, Situation.EXTERNAL_EFFECT_REPEATED);
        touchedOutside[cell] = incarnation;
    }

    private void committed(HistoryEvent event) {
        RecordModel granted = StoreRules.record(ledger.cell(event), event);
        boolean own = granted.owner == event.who().call() && granted.fence == event.fence();
        hitIf(own && granted.status == Status.HELD, Situation.HELD_IN_TRANSACTION);
        hitIf(
                own && granted.status == Status.DONE && ledger.answer(granted.value).rolledBack,
                Situation.RECORDED_AFTER_ROLLBACK);
    }

    private void died(HistoryEvent event) {
        CallNotes call = ledger.call(event);
        if (call.runs > 0) {
            RecordModel record = ledger.cell(event).record;
            boolean recorded =
                    record.status == Status.DONE && record.owner == event.who().call();
            situations.hit(recorded ? Situation.CRASH_AFTER_RECORDING : Situation.CRASH_WHILE_RUNNING);
        }
    }

    private void returned(HistoryEvent event, Reply reply) {
        CallNotes call = ledger.call(event);
        CellNotes cell = ledger.cell(event);
        switch (reply) {
            case REPLAYED -> replayed(event, call);
            case MISMATCHED -> {
                mismatched(event, cell);
                hitIf(call.remembered, Situation.MISMATCH_REMEMBERED);
            }
            case INDETERMINATE -> situations.hit(Situation.HELD_ANSWERED);
            case IN_PROGRESS -> {
                hitIf(call.waited && call.runs == 0, Situation.WAITER_GAVE_UP);
                hitIf(
                        call.heldHere && cell.firstFinalAt >= 0 && call.invokedAt > cell.firstFinalAt,
                        Situation.BUSY_HERE_ANSWERED_ELSEWHERE);
                hitIf(
                        !call.heldHere && cell.firstFinalAt >= 0 && call.invokedAt > cell.firstFinalAt,
                        Situation.TOLD_TOO_LATE);
            }
            case UNKNOWN -> unknowns.add((long) event.who().call());
            case LOST -> situations.hit(Situation.LEASE_LOST_ANSWERED);
            case ROLLED_BACK -> situations.hit(Situation.ROLLED_BACK_ANSWERED);
            case UNAVAILABLE -> situations.hit(Situation.UNAVAILABLE_BEFORE_RUN);
            case UNREADABLE -> situations.hit(Situation.INCOMPARABLE_PAYLOAD);
            case EXECUTED, NOT_RECORDED -> {}
        }
    }

    private void replayed(HistoryEvent event, CallNotes call) {
        int author = ledger.answer(event.value()).author;
        hitIf(call.waited, Situation.WAITER_REPLAYED);
        hitIf(call.remembered, Situation.REMEMBERED);
        hitIf(call.runs > 0 && author != event.who().call(), Situation.ZOMBIE_GOT_THE_WINNERS_ANSWER);
        if (author >= 0 && author != event.who().call()) {
            hitIf(ledger.call(author).reply == Reply.UNKNOWN, Situation.REPLAY_AFTER_UNKNOWN);
            hitIf(ledger.call(author).lost, Situation.REPLAY_AFTER_CRASH);
        }
    }

    private void mismatched(HistoryEvent event, CellNotes cell) {
        if (cell.record.isGone(event.storeTime())) {
            return;
        }
        boolean takenOver = cell.grants.size() > 1 && cell.record.status == Status.BUSY;
        hitIf(cell.record.status == Status.BUSY, Situation.MISMATCH_WHILE_BUSY);
        hitIf(takenOver, Situation.MISMATCH_AFTER_TAKEOVER);
        hitIf(cell.record.status == Status.DONE, Situation.MISMATCH_AFTER_ANSWER);
    }

    void atEnd() {
        for (long call : unknowns) {
            boolean landed = false;
            for (CellNotes cell : ledger.cells) {
                landed |= cell.record.status == Status.DONE && cell.record.owner == call;
            }
            situations.hit(landed ? Situation.UNKNOWN_THAT_LANDED : Situation.UNKNOWN_THAT_DID_NOT_LAND);
        }
    }
}
