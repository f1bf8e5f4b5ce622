/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

/** From where racers start. */
enum Start {
    /** Nobody has ever claimed the cell. */
    FRESH,
    /** The claim was given back. */
    RELEASED,
    /** The lease has ended. */
    ABANDONED,
    /** The lease has ended with the effect mark set. */
    MARKED,
    /** The outcome is unknown, and the racers take that. */
    HELD,
    /** The record has expired. */
    EXPIRED,
    /** The record has expired and was purged. */
    PURGED;

    void arrange(Scenario scenario) {
        if (this == RELEASED || this == ABANDONED || this == MARKED || this == HELD) {
            Situation.valueOf(name()).arrange(scenario);
        } else if (this != FRESH) {
            Situation.COMPLETED.arrange(scenario);
            scenario.pass(Scenario.RETENTION + 1);
            if (this == PURGED) {
                scenario.store().purge(100_000);
            }
        }
    }
}
