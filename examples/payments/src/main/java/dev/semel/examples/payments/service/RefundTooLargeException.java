/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** More would be paid back than was paid; becomes a 422 problem. */
final class RefundTooLargeException extends RuntimeException {

    private RefundTooLargeException(String message) {
        super(message);
    }

    RefundTooLargeException(long wanted, long left) {
        this("cannot refund " + wanted + ": " + left + " of the payment is left");
    }

    /** The rows here would allow it, the provider's ledger does not: a refund was made there and never written down. */
    static RefundTooLargeException atTheProvider(long wanted) {
        return new RefundTooLargeException("cannot refund " + wanted
                + ": the card provider has paid back more than is written down here, in a refund whose answer was lost;"
                + " retry that one with its own Idempotency-Key");
    }
}
