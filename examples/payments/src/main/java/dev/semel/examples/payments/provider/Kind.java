/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/** What a ledger entry did with the card. */
enum Kind {
    CHARGE("ch_"),
    REFUND("re_");

    private final String idPrefix;

    Kind(String idPrefix) {
        this.idPrefix = idPrefix;
    }

    String idPrefix() {
        return idPrefix;
    }
}
