/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. {@link Executed} and {@link Replayed} are final answers: what they hold is durable
 * (promise I2) and the same for every call of the cell (promise I3). Within a transaction that the caller had begun,
 * they are as durable as that transaction: it may still roll back, and everything with it.
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T extends @Nullable Object> {
    /**
     * The action ran and its answer is recorded.
     *
     * @param <T> the type of the result
     * @param value the answer
     */
    record Executed<T extends @Nullable Object>(T value) implements Outcome<T> {
        /** Hides the value, which may be a customer's. */
        @Override
        public String toString() {
            return "Executed";
        }
    }

    /**
     * The action ran for an earlier call, whose recorded answer this is.
     *
     * @param <T> the type of the result
     * @param value the answer, decoded
     */
    record Replayed<T extends @Nullable Object>(T value) implements Outcome<T> {
        /** Hides the value, which may be a customer's. */
        @Override
        public String toString() {
            return "Replayed";
        }
    }

    /**
     * An earlier call is running, or died and its lease has not ended.
     *
     * @param <T> the type of the result
     * @param retryAfter what remains of its lease; zero if unknown
     */
    record InProgress<T extends @Nullable Object>(Duration retryAfter) implements Outcome<T> {}

    /**
     * The key was used before with another payload; nothing ran and nothing changed (promise I4).
     *
     * @param <T> the type of the result
     */
    record Mismatched<T extends @Nullable Object>() implements Outcome<T> {}

    /**
     * An earlier attempt's outcome is unknown and the record is held until somebody resolves it or it expires.
     *
     * @param <T> the type of the result
     */
    record Indeterminate<T extends @Nullable Object>() implements Outcome<T> {}

    /**
     * The action ran, but whether its answer was recorded is unknown, after sending it again until the lease ended: the
     * store is away. A retry with the same key finds out. Unknown is not failed (promise I9).
     *
     * @param <T> the type of the result
     * @param value what the action returned; not durable. In joined mode its effects may have been rolled back
     */
    record Unknown<T extends @Nullable Object>(T value) implements Outcome<T> {
        /** Hides the value, which may be a customer's. */
        @Override
        public String toString() {
            return "Unknown";
        }
    }

    /**
     * Handles every case; the compiler tells when one is added.
     *
     * @param <R> the type of the answer
     * @param cases what to do in each case
     * @return what the case's method returned
     */
    default <R extends @Nullable Object> R fold(Cases<T, R> cases) {
        if (this instanceof Executed<T> executed) {
            return cases.executed(executed.value());
        }
        if (this instanceof Replayed<T> replayed) {
            return cases.replayed(replayed.value());
        }
        if (this instanceof InProgress<T> inProgress) {
            return cases.inProgress(inProgress.retryAfter());
        }
        if (this instanceof Mismatched<T>) {
            return cases.mismatched();
        }
        if (this instanceof Indeterminate<T>) {
            return cases.indeterminate();
        }
        if (this instanceof Unknown<T> unknown) {
            return cases.unknown(unknown.value());
        }
        throw new AssertionError(this);
    }

    /**
     * One method a case.
     *
     * @param <T> the type of the result
     * @param <R> the type of the answer
     */
    interface Cases<T extends @Nullable Object, R extends @Nullable Object> {
        /**
         * The action ran.
         *
         * @param value its answer
         * @return the caller's answer
         */
        R executed(T value);

        /**
         * The action had run.
         *
         * @param value the recorded answer
         * @return the caller's answer
         */
        R replayed(T value);

        /**
         * The first call is running.
         *
         * @param retryAfter what remains of its lease
         * @return the caller's answer
         */
        R inProgress(Duration retryAfter);

        /**
         * The payload is another.
         *
         * @return the caller's answer
         */
        R mismatched();

        /**
         * The record is held.
         *
         * @return the caller's answer
         */
        R indeterminate();

        /**
         * The recording is unknown.
         *
         * @param value what the action returned; not durable
         * @return the caller's answer
         */
        R unknown(T value);
    }
}
