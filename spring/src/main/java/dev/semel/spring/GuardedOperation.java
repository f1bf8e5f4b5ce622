/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.IdempotencyPolicy;
import java.util.Objects;

/**
 * An operation that this application guards, for the start-up table.
 *
 * @param kind what it is
 * @param name its stable name
 * @param policy how it is guarded
 * @param owner the bean and method, or the property, that it comes from
 */
public record GuardedOperation(Kind kind, String name, IdempotencyPolicy policy, String owner) {
    /**
     * Checks that nothing is missing.
     *
     * @param kind as above
     * @param name as above
     * @param policy as above
     * @param owner as above
     */
    public GuardedOperation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(owner, "owner");
    }

    /** What an operation is. */
    public enum Kind {
        /** A request, through the filter. */
        HTTP,
        /** A call of a bean's method. */
        METHOD
    }
}
