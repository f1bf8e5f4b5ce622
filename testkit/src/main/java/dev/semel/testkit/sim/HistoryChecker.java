/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.util.List;

/**
 * Tells which promises a history breaks. It reads the events alone and runs in linear time, since every answer has
 * exactly one author.
 *
 * <p>It follows each record through what the store answered, and so is a sequential specification of a cell too: an
 * answer of the store that the specification does not allow is a broken promise of the store.
 */
public final class HistoryChecker {
    private HistoryChecker() {}

    /**
     * Checks.
     *
     * @param history the whole of a history
     * @return at most ten broken promises, in the order of the events; empty if all are kept
     */
    public static List<Violation> check(History history) {
        return check(history, new Situations());
    }

    static List<Violation> check(History history, Situations situations) {
        Ledger ledger = new Ledger(history.terms());
        StoreRules store = new StoreRules(ledger);
        TransactionRules transactions = new TransactionRules(ledger);
        RunRules runs = new RunRules(ledger);
        AnswerRules answers = new AnswerRules(ledger);
        SituationSpotter spotter = new SituationSpotter(ledger, situations);
        List<HistoryEvent> events = history.events();
        for (int i = 0; i < events.size(); i++) {
            HistoryEvent event = events.get(i);
            ledger.turnTo(i, event);
            spotter.on(event);
            store.on(event);
            transactions.on(event);
            runs.on(event);
            answers.on(event);
        }
        answers.atEnd();
        spotter.atEnd();
        return ledger.violations();
    }
}
