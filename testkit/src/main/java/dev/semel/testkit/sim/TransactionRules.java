/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.Ledger.AnswerNotes;
import dev.semel.testkit.sim.Ledger.CallNotes;
import dev.semel.testkit.sim.Ledger.CellNotes;
import dev.semel.testkit.sim.Ledger.GrantNotes;
import org.jspecify.annotations.Nullable;

/**
 * Checks what transactions commit: one effect an incarnation (R2, promise I1), effect and record together (R9, I13), and
 * that what was resolved as not committed never is (R7, I9).
 */
final class TransactionRules {
    private final Ledger ledger;

    TransactionRules(Ledger ledger) {
        this.ledger = ledger;
    }

    void on(HistoryEvent event) {
        switch (event.kind()) {
            case EFFECT_COMMITTED -> ledger.call(event).effectsOfCommit.add(event.value());
            case COMMIT -> committed(event);
            case ROLLBACK -> StoreRules.removeTentative(ledger.cell(event), event);
            case RESOLVED -> resolved(event);
            default -> {}
        }
    }

    private void committed(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        RecordModel granted = StoreRules.removeTentative(cell, event);
        if (granted != null) {
            commit(cell, granted, cell.grant(event));
        }
        CallNotes call = ledger.call(event);
        for (long run : call.effectsOfCommit) {
            effect(cell, call, run);
            if (granted == null || granted.status != RecordModel.Status.DONE || granted.value != run) {
                ledger.report(Promise.I13, "run " + run + " committed rows without its record");
            }
        }
        if (granted != null && granted.status == RecordModel.Status.DONE) {
            AnswerNotes answer = ledger.answer(granted.value);
            if (!answer.effectCommitted && !answer.rolledBack && answer.author >= 0) {
                ledger.report(Promise.I13, "the answer of run " + granted.value + " is recorded without its rows");
            }
        }
        call.effectsOfCommit.clear();
    }

    private void commit(CellNotes cell, RecordModel granted, @Nullable GrantNotes grant) {
        if (granted.fresh) {
            cell.incarnate(ledger.index());
        }
        cell.record = granted;
        if (grant != null) {
            grant.incarnation = cell.incarnation;
            grant.committed = true;
            if (grant.saidNotCommitted) {
                ledger.report(Promise.I9, "committed after it was resolved as not committed");
            }
        }
        if (granted.status == RecordModel.Status.DONE) {
            StoreRules.recorded(ledger, cell, granted.value);
        }
    }

    private void effect(CellNotes cell, CallNotes call, long run) {
        AnswerNotes answer = ledger.answer(run);
        if (answer.author < 0) {
            ledger.report(Promise.I9, "rows of run " + run + ", which never began");
        }
        answer.effectCommitted = true;
        call.effectCommitted = true;
        call.effectIncarnation = cell.incarnation;
        if (++cell.effects > 1) {
            ledger.report(Promise.I1, "the " + cell.effects + ". effect of the incarnation, of run " + run);
        }
    }

    private void resolved(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        GrantNotes grant = cell.grant(event);
        if (grant == null) {
            return;
        }
        boolean saidCommitted = event.value() == 1;
        // A held record that somebody has taken since shows no longer who held it.
        boolean stillThere = cell.record.fence == event.fence() && !cell.mayHaveExpired;
        if (saidCommitted && !grant.committed) {
            ledger.report(Promise.I9, "resolved as committed, which it is not");
        } else if (!saidCommitted && grant.committed && stillThere) {
            ledger.report(Promise.I9, "resolved as not committed, which it is");
        }
        grant.saidNotCommitted |= !saidCommitted;
    }
}
