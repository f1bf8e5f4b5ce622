/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.UUID;

/** The calling shop has no such payment; becomes a 404 problem. */
final class PaymentNotFoundException extends RuntimeException {

    PaymentNotFoundException(UUID id) {
        super("you have no payment " + id);
    }
}
