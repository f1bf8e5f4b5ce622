/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/**
 * The body of {@code POST /payments/{id}/refunds}.
 *
 * @param amount in minor units of the payment's currency
 */
record NewRefund(long amount) {

    /**
     * Checks the amount; an absent one fails as well.
     *
     * @throws InvalidFieldException if it does not fit
     */
    NewRefund {
        InvalidFieldException.requireAmount(amount);
    }
}
