/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** A payment cannot be changed in that way; becomes a 422 problem that names the field. */
final class InvalidChangeException extends RuntimeException {

    private final String field;

    InvalidChangeException(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
    }

    String field() {
        return field;
    }
}
