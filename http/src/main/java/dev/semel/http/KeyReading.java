/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.IdempotencyKey;

/** What a request says about its key. */
public sealed interface KeyReading {
    /** None of the configured places has one. */
    record Absent() implements KeyReading {}

    /**
     * One key was sent.
     *
     * @param key the key, without quotes and parameters
     */
    record Present(IdempotencyKey key) implements KeyReading {}

    /**
     * Something was sent that cannot be used; never the same as absent, since the client believes itself protected.
     *
     * @param reason what is wrong, in a constant text that does not repeat the value
     */
    record Invalid(String reason) implements KeyReading {}
}
