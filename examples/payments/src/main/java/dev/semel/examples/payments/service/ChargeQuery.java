/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/charges} asks for.
 *
 * @param limit how many at most
 * @param startingAfter the charge before the page; null for the first page
 * @param metadata what those wanted carry; empty for all
 */
record ChargeQuery(int limit, @Nullable String startingAfter, Map<String, String> metadata) {

    private static final Set<String> NAMES = Set.of("limit", "starting_after");
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    /**
     * Reads and checks a query.
     *
     * @throws InvalidFieldException naming the first parameter that does not fit
     */
    static ChargeQuery of(Map<String, List<String>> parameters) {
        var query = new ChargeForm(parameters, NAMES);
        long limit = query.number("limit", DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidFieldException("limit", "must be from 1 to " + MAX_LIMIT);
        }
        return new ChargeQuery((int) limit, query.text("starting_after"), query.metadata());
    }
}
