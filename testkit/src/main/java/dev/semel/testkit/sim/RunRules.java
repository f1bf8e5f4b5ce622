/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.testkit.sim.HistoryEvent.Ending;
import dev.semel.testkit.sim.Ledger.AnswerNotes;
import dev.semel.testkit.sim.Ledger.CallNotes;
import dev.semel.testkit.sim.Ledger.CellNotes;
import dev.semel.testkit.sim.Ledger.GrantNotes;

/**
 * Checks when actions run: only under a grant and once for each (R9, promise I9), after an unknown outcome only with a
 * verdict (I11), never once an answer is known (R3, I3); and that resources that check the fence see it increase (R2, I5).
 */
final class RunRules {
    private final Ledger ledger;

    RunRules(Ledger ledger) {
        this.ledger = ledger;
    }

    void on(HistoryEvent event) {
        switch (event.kind()) {
            case RUN -> ran(event);
            case RAN -> ledger.answer(event.value()).rolledBack = event.detail() == Ending.ROLL_BACK;
            case RECONCILE -> reconciled(event);
            case FENCED_EFFECT -> fencedEffect(event);
            case EXTERNAL_EFFECT -> externalEffect(event);
            default -> {}
        }
    }

    private void author(HistoryEvent event) {
        AnswerNotes answer = ledger.answer(event.value());
        answer.author = event.who().call();
        answer.payload = event.who().payload();
    }

    private void ran(HistoryEvent event) {
        author(event);
        CellNotes cell = ledger.cell(event);
        CallNotes call = ledger.call(event);
        GrantNotes grant = cell.grant(event);
        if (grant == null) {
            ledger.report(Promise.I8, "an action ran without a grant");
            return;
        }
        if (grant.runs++ > 0 || call.runs++ > 0) {
            ledger.report(Promise.I9, "the action ran again under the same attempt");
        }
        if (grant.isIndeterminate() && grant.verdict != Verdict.DID_NOT_HAPPEN) {
            ledger.report(Promise.I11, "ran after an unknown outcome without the verdict that it did not happen");
        }
        if (cell.firstFinalAt >= 0 && call.invokedAt > cell.firstFinalAt && !cell.mayHaveExpired) {
            ledger.report(Promise.I3, "ran although an answer had been given before the call began");
        }
    }

    private void reconciled(HistoryEvent event) {
        if (event.value() != 0) {
            author(event);
            // A verdict writes no rows.
            ledger.answer(event.value()).rolledBack = true;
        }
        GrantNotes grant = ledger.cell(event).grant(event);
        if (grant != null && event.detail() instanceof Verdict verdict) {
            grant.verdict = verdict;
        }
    }

    private void fencedEffect(HistoryEvent event) {
        CellNotes cell = ledger.cell(event);
        GrantNotes grant = cell.grant(event);
        int order = grant == null ? 0 : grant.order;
        if (order < cell.highestEffectOrder) {
            ledger.report(Promise.I5, "a resource took the effect of an older grant after that of a newer one");
        }
        cell.highestEffectOrder = Math.max(cell.highestEffectOrder, order);
    }

    private void externalEffect(HistoryEvent event) {
        GrantNotes grant = ledger.cell(event).grant(event);
        if (grant == null || !grant.marked) {
            ledger.report(Promise.I11, "an effect outside without a durable mark");
        }
    }
}
