/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: money that moved.
 *
 * @param kind charge or refund
 * @param id the provider's name of it, such as {@code ch_…}
 * @param amount in minor units
 * @param currency ISO 4217 code
 * @param target the card token of a charge, the charge id of a refund
 * @param idempotencyKey as the caller sent it; null when it sent none
 * @param at when it was booked
 */
record LedgerEntry(
        Kind kind,
        String id,
        long amount,
        String currency,
        String target,
        @Nullable String idempotencyKey,
        Instant at) {

    /** A line of the file with a field missing must not become an entry. */
    LedgerEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(at, "at");
    }

    /** Whether this entry is what the order asks for, so that the same key may be answered with it. */
    boolean fulfils(Order order) {
        return kind == order.kind()
                && amount == order.amount()
                && currency.equals(order.currency())
                && target.equals(order.target());
    }
}
