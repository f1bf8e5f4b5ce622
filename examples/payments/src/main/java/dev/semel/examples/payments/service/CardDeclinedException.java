/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** The bank declined the card and nothing was charged; becomes a 402 problem. */
final class CardDeclinedException extends RuntimeException {

    CardDeclinedException() {
        super("the card was declined; nothing was charged");
    }
}
