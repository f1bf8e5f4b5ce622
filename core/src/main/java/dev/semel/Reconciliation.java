/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Reconciler} found out.
 *
 * @param <T> the type of the operation's result
 */
public sealed interface Reconciliation<T extends @Nullable Object> {
    /**
     * The effect happened; this answer is recorded and given.
     *
     * @param <T> the type of the operation's result
     * @param value the answer that the lost attempt would have given
     */
    record Happened<T extends @Nullable Object>(T value) implements Reconciliation<T> {
        /** Hides the value, which may be a customer's. */
        @Override
        public String toString() {
            return "Happened";
        }
    }

    /**
     * The effect did not happen, and cannot happen late; the action runs.
     *
     * @param <T> the type of the operation's result
     */
    record DidNotHappen<T extends @Nullable Object>() implements Reconciliation<T> {}

    /**
     * It cannot be told; the record is held.
     *
     * @param <T> the type of the operation's result
     */
    record CannotTell<T extends @Nullable Object>() implements Reconciliation<T> {}
}
