/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;

/** What a duplicate does while the first request is still running. Waiting never changes the record (promise I8). */
public sealed interface WaitStrategy {
    /** Answers {@link Outcome.InProgress} at once. */
    record Reject() implements WaitStrategy {}

    /**
     * Waits for the first request's answer.
     *
     * @param limit how long at most; then the answer is {@link Outcome.InProgress}
     */
    record WaitUpTo(Duration limit) implements WaitStrategy {
        /**
         * Checks the limit.
         *
         * @param limit as above
         * @throws IllegalArgumentException if it is not positive
         */
        public WaitUpTo {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("A waiting limit is positive, this one is " + limit + ".");
            }
        }
    }

    /**
     * Does not wait.
     *
     * @return the strategy
     */
    static WaitStrategy reject() {
        return new Reject();
    }

    /**
     * Waits.
     *
     * @param limit how long at most, positive
     * @return the strategy
     */
    static WaitStrategy upTo(Duration limit) {
        return new WaitUpTo(limit);
    }
}
