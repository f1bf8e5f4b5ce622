/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * The user's work. It runs on the caller's thread, at most once an attempt.
 *
 * @param <T> the type of the result
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Action<T extends @Nullable Object, X extends Throwable> {
    /**
     * Does the work.
     *
     * @param execution the running attempt
     * @return the answer, which is recorded before anybody sees it
     * @throws X passed on to the caller as the same object, after the record was written as the policy says
     */
    T run(Execution execution) throws X;
}
