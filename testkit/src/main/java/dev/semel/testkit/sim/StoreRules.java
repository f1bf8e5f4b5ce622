/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import dev.semel.spi.Claim;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.Ledger.CellNotes;
import dev.semel.testkit.sim.Ledger.GrantNotes;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the store answered, and checks it: fences increase (R5, promise I5), claims do not overlap (R4, I7), a
 * stale or foreign write changes nothing (R6, I6, I8), each write is answered as the state demands (I10), another payload
 * is not granted (R10, I4), a recorded answer is not granted over (R1, I3), and reads and the final dump show what was
 * written (R8, I2).
 */
final class StoreRules {
    private final Ledger ledger;

    StoreRules(Ledger ledger) {
        this.ledger = ledger;
    }

    void on(HistoryEvent event) {
        switch (event.kind()) {
            case GRANT -> granted(event);
            case REFUSE -> refused(event);
            case COMPLETE, RELEASE, HOLD, RENEW, MARK -> written(event);
            case FOUND, DUMP -> read(event);
            case PURGE -> purged(event);
            default -> {}
        }
    }

    private void granted(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        if (isGrantedAgain(cell, event)) {
            return;
        }
        if (event.fence() <= cell.highestFence) {
            ledger.report(Promise.I5, "fence " + event.fence() + " after " + cell.highestFence);
        }
        boolean gone = cell.record.isGone(event.storeTime());
        if (!gone) {
            mayBeGranted(cell.record, event);
        } else if (event.detail() != Claim.History.FRESH) {
            ledger.report(Promise.I11, "there is no record, but the grant says " + event.detail());
        }
        for (RecordModel other : cell.tentative) {
            if (other.owner != event.who().call()) {
                ledger.report(Promise.I7, "granted while the transaction of call " + other.owner + " has not ended");
            }
        }
        cell.highestFence = Math.max(cell.highestFence, event.fence());
        cell.payloads |= 1 << event.who().payload();
        cell.grants.add(new GrantNotes(event, cell));
        boolean fresh = event.detail() == Claim.History.FRESH;
        if (ledger.terms.mode() == Mode.JOINED) {
            RecordModel tentative = cell.record.copy();
            tentative.grant(event, ledger.terms, fresh);
            cell.tentative.add(tentative);
        } else {
            begin(cell, fresh);
            cell.record.grant(event, ledger.terms, fresh);
        }
    }

    private void begin(CellNotes cell, boolean fresh) {
        if (fresh) {
            cell.incarnate(ledger.index());
        }
        cell.grants.get(cell.grants.size() - 1).incarnation = cell.incarnation;
    }

    private boolean isGrantedAgain(CellNotes cell, HistoryEvent event) {
        RecordModel record = record(cell, event);
        return record.status == RecordModel.Status.BUSY
                && !record.isGone(event.storeTime())
                && record.owner == event.who().call()
                && record.fence == event.fence();
    }

    private void mayBeGranted(RecordModel record, HistoryEvent event) {
        if (record.payload != event.who().payload()) {
            ledger.report(Promise.I4, "granted to payload " + event.who().payload() + ", stored is " + record.payload);
        }
        if (record.isLive(event.storeTime())) {
            ledger.report(Promise.I7, "granted while the lease of fence " + record.fence + " lives");
        }
        Claim.History expected =
                switch (record.status) {
                    case RELEASED -> Claim.History.RELEASED;
                    case HELD -> Claim.History.INDETERMINATE;
                    default -> record.marked ? Claim.History.INDETERMINATE : Claim.History.ABANDONED;
                };
        if (record.status == RecordModel.Status.DONE) {
            ledger.report(Promise.I3, "granted over the recorded answer " + record.value);
        } else if (record.status == RecordModel.Status.HELD && !ledger.terms.takesHeld()) {
            ledger.report(Promise.I11, "a held record was granted to somebody who cannot find out");
        } else if (event.detail() != expected) {
            ledger.report(Promise.I11, "the grant says " + event.detail() + " and should say " + expected);
        }
    }

    private void refused(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        if (!cell.record.isShownBy(event)) {
            ledger.report(Promise.I3, "refused with a record that is not the one stored");
        }
    }

    /** The record that a call sees: its transaction's, if it has one with this fence. */
    static RecordModel record(CellNotes cell, HistoryEvent event) {
        for (RecordModel tentative : cell.tentative) {
            if (tentative.owner == event.who().call() && tentative.fence == event.fence()) {
                return tentative;
            }
        }
        return cell.record;
    }

    private void written(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        RecordModel record = record(cell, event);
        GrantNotes grant = cell.grant(event);
        if (grant == null) {
            ledger.report(Promise.I8, event.kind() + " by somebody who was never granted fence " + event.fence());
        }
        WriteResult expected = record.expected(event);
        if (event.detail() != expected) {
            Promise promise = expected == WriteResult.LOST ? Promise.I6 : Promise.I10;
            ledger.report(promise, event.kind() + " answered " + event.detail() + ", demanded was " + expected);
        }
        if (event.detail() == WriteResult.APPLIED) {
            applied(cell, record, event, grant);
        }
    }

    private void applied(CellNotes cell, RecordModel record, HistoryEvent event, @Nullable GrantNotes grant) {
        record.apply(event, ledger.terms);
        if (event.kind() == Kind.MARK && grant != null) {
            grant.marked = true;
        }
        if (event.kind() == Kind.COMPLETE) {
            if (grant != null && grant.isIndeterminate() && grant.verdict == null) {
                ledger.report(Promise.I11, "completed without a verdict on the attempt before");
            }
            if (record == cell.record) {
                recorded(ledger, cell, event.value());
            }
        }
    }

    static void recorded(Ledger ledger, CellNotes cell, long value) {
        if (cell.recordedValue != 0 && cell.recordedValue != value) {
            ledger.report(Promise.I3, "recorded " + value + " where " + cell.recordedValue + " was");
        }
        cell.recordedValue = value;
        ledger.answer(value).recordedIn = cell.incarnation;
    }

    private void read(HistoryEvent event) {
        RecordModel record = ledger.cell(event).record;
        if (!record.isShownBy(event)) {
            Promise promise = event.kind() == Kind.DUMP ? Promise.I2 : Promise.I3;
            ledger.report(promise, "read " + event.detail() + ", written was " + record.status + " " + record.value);
        }
    }

    private void purged(HistoryEvent event) {
        for (CellNotes cell : ledger.cells) {
            if (cell.tentative.isEmpty() && cell.record.isGone(event.storeTime())) {
                cell.record.status = RecordModel.Status.NONE;
            }
        }
    }

    /** Removes and returns what a transaction was granted. */
    static @Nullable RecordModel removeTentative(CellNotes cell, HistoryEvent event) {
        for (Iterator<RecordModel> all = cell.tentative.iterator(); all.hasNext(); ) {
            RecordModel tentative = all.next();
            if (tentative.owner == event.who().call() && tentative.fence == event.fence()) {
                all.remove();
                return tentative;
            }
        }
        return null;
    }
}
