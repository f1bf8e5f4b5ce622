/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.Objects;

/**
 * What a record belongs to: a key of somebody for one operation. At most one effect takes place in a cell until its
 * record expires.
 *
 * @param scope whose key it is, derived by the server
 * @param operation the stable name of the operation, for example {@code POST /payments}
 * @param key the caller's token
 */
public record Cell(Scope scope, String operation, IdempotencyKey key) {
    /**
     * Checks the parts.
     *
     * @param scope as above
     * @param operation as above
     * @param key as above
     * @throws IllegalArgumentException if the operation has no name
     */
    public Cell {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(key, "key");
        if (Objects.requireNonNull(operation, "operation").isBlank()) {
            throw new IllegalArgumentException("An operation needs a name that is not blank.");
        }
        WellFormed.require(operation, "The name of an operation");
    }
}
