/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ledger entry as callers see it: without the card token. */
sealed interface LedgerView {

    static LedgerView of(LedgerEntry entry) {
        return entry.kind() == Kind.CHARGE
                ? new Charge(entry.id(), entry.amount(), entry.currency(), entry.idempotencyKey(), entry.at())
                : new Refund(
                        entry.id(),
                        entry.target(),
                        entry.amount(),
                        entry.currency(),
                        entry.idempotencyKey(),
                        entry.at());
    }

    /** A charge, as {@code GET /charges} lists it. */
    record Charge(String id, long amount, String currency, @Nullable String idempotencyKey, Instant at)
            implements LedgerView {}

    /** A refund, as {@code GET /refunds} lists it. */
    record Refund(String id, String charge, long amount, String currency, @Nullable String idempotencyKey, Instant at)
            implements LedgerView {}
}
