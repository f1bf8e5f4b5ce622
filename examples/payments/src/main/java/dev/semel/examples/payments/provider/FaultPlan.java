/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/** The faults still to come; each counted fault is taken by exactly one request. Safe for many threads. */
final class FaultPlan {

    private Faults faults = Faults.NONE;

    synchronized Faults present() {
        return faults;
    }

    synchronized void set(Faults wanted) {
        faults = wanted;
    }

    synchronized boolean takeUnavailable() {
        if (faults.unavailable() == 0) {
            return false;
        }
        faults = new Faults(faults.loseAnswers(), faults.delayMillis(), faults.unavailable() - 1);
        return true;
    }

    synchronized boolean takeLostAnswer() {
        if (faults.loseAnswers() == 0) {
            return false;
        }
        faults = new Faults(faults.loseAnswers() - 1, faults.delayMillis(), faults.unavailable());
        return true;
    }
}
