/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** A field of a request body that does not fit; becomes a 400 problem that names the field. */
final class InvalidFieldException extends RuntimeException {

    private static final long MAX_AMOUNT = 100_000_000_000L;

    private final String field;
    private final String rule;

    InvalidFieldException(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    String field() {
        return field;
    }

    /** What holds for the field, starting with its name. */
    String rule() {
        return field + " " + rule;
    }

    static void requireAmount(long amount) {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw new InvalidFieldException("amount", "must be a whole number of minor units from 1 to " + MAX_AMOUNT);
        }
    }
}
