/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.Currency;
import java.util.regex.Pattern;

/**
 * The body of {@code POST /payments}.
 *
 * @param amount in minor units, so 1999 with EUR is 19.99 €
 * @param currency ISO 4217 code
 * @param card a token of the provider, never a card number
 */
record NewPayment(long amount, String currency, String card) {

    private static final Pattern CARD = Pattern.compile("tok_[A-Za-z0-9_]{1,60}");

    /**
     * Checks each field; one that is absent fails as well.
     *
     * @throws InvalidFieldException naming the first field that does not fit
     */
    NewPayment {
        InvalidFieldException.requireAmount(amount);
        if (!isCurrency(currency)) {
            throw new InvalidFieldException("currency", "must be an ISO 4217 code such as EUR");
        }
        if (card == null || !CARD.matcher(card).matches()) {
            throw new InvalidFieldException("card", "must be a token such as tok_visa");
        }
    }

    private static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(known -> known.getCurrencyCode().equals(code));
    }
}
