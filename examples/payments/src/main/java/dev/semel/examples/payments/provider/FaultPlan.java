/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import java.util.concurrent.atomic.AtomicReference;

/** The faults still to come; each counted fault is taken by exactly one request. Safe for many threads. */
final class FaultPlan {

    private final AtomicReference<Faults> faults = new AtomicReference<>(Faults.NONE);

    Faults present() {
        return faults.get();
    }

    void set(Faults wanted) {
        faults.set(wanted);
    }

    boolean takeUnavailable() {
        var before = faults.getAndUpdate(
                f -> f.unavailable() > 0 ? new Faults(f.loseAnswers(), f.delayMillis(), f.unavailable() - 1) : f);
        return before.unavailable() > 0;
    }

    boolean takeLostAnswer() {
        var before = faults.getAndUpdate(
                f -> f.loseAnswers() > 0 ? new Faults(f.loseAnswers() - 1, f.delayMillis(), f.unavailable()) : f);
        return before.loseAnswers() > 0;
    }
}
