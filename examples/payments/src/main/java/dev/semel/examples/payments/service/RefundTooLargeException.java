/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** More would be paid back than was paid; becomes a 422 problem. */
final class RefundTooLargeException extends RuntimeException {

    RefundTooLargeException(long wanted, long left) {
        super("cannot refund " + wanted + ": " + left + " of the payment is left");
    }
}
