/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of {@code POST /v1/charges}.
 *
 * @param payment what is to be paid
 * @param description for the shop's own eyes; null for none
 * @param metadata for the shop's own programs
 */
record NewCharge(NewPayment payment, @Nullable String description, Map<String, String> metadata) {

    private static final Set<String> NAMES = Set.of("amount", "currency", "source", "description");

    /**
     * Reads and checks a form.
     *
     * @throws InvalidFieldException naming the first parameter that does not fit
     */
    static NewCharge of(Map<String, List<String>> parameters) {
        var form = new ChargeForm(parameters, NAMES);
        var currency = Objects.requireNonNullElse(form.text("currency"), "");
        var source = Objects.requireNonNullElse(form.text("source"), "");
        var payment = new NewPayment(form.number("amount", -1), currency.toUpperCase(Locale.ROOT), source);
        return new NewCharge(payment, form.text("description"), form.metadata());
    }
}
