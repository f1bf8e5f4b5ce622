/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * A call in two halves, for adapters whose action does not end when a method returns, such as asynchronous HTTP
 * handlers. Others use {@link IdempotentExecutor#execute}.
 *
 * @param <T> the type of the result
 */
public sealed interface Attempt<T extends @Nullable Object> {
    /**
     * The call is answered; there is nothing to run.
     *
     * @param <T> the type of the result
     * @param outcome the answer; never {@link Outcome.Executed} unless a reconciler found out that it happened
     */
    record Answered<T extends @Nullable Object>(Outcome<T> outcome) implements Attempt<T> {}

    /** What an attempt that gave up left behind. */
    enum Ended {
        /** The record is as the attempt asked, and the caller may get the action's own answer. */
        AS_ASKED,
        /** Another attempt has the record. The caller must not get this one's answer (promise I6), but try again. */
        OVERTAKEN,
        /** The store did not confirm it. What the action answered is true of itself, but says nothing of a retry. */
        UNCONFIRMED
    }

    /**
     * The action is to run now, and exactly one of the ending methods must be called, from any thread in leased mode and
     * from the thread that began in joined mode. The lease is renewed until then. A second ending throws
     * {@link IllegalStateException}.
     *
     * @param <T> the type of the result
     */
    non-sealed interface Running<T extends @Nullable Object> extends Attempt<T> {
        /**
         * The running attempt.
         *
         * @return never null
         */
        Execution execution();

        /**
         * Whether {@link #complete} itself makes the answer durable. An adapter that sends the answer when it returns
         * must refuse to run the action otherwise: release this attempt, and say who began the transaction (promise I2).
         *
         * @return false only in joined mode, if the call came within a transaction that somebody outside began, and
         *     commits or rolls back later
         */
        boolean isOutermost();

        /**
         * Whether the transaction that the action ran in can only be rolled back.
         *
         * @return always false in leased mode
         */
        boolean isRollbackOnly();

        /**
         * Records the answer, and in joined mode commits it together with the action's rows.
         *
         * @param value the answer
         * @return {@link Outcome.Executed}; or what the winner answered if the lease was lost; or
         *     {@link Outcome.Unknown}. Only the first may be given to the caller as this attempt's own answer
         * @throws TransactionRolledBackException in joined mode, if the transaction is known to have rolled back:
         *     nothing happened and a retry runs the action
         */
        Outcome<T> complete(T value);

        /**
         * Records an answer that reports a failure, after rolling back what the action did; in joined mode in a
         * transaction of its own. In leased mode as {@link #complete}.
         *
         * @param value the answer
         * @return as {@link #complete}
         */
        Outcome<T> completeRolledBack(T value);

        /**
         * Ends without a record: the action had no effect, or in joined mode it is rolled back; a retry runs it.
         *
         * @return what is left behind; {@link Ended#UNCONFIRMED} means here that a retry may be refused until the lease
         *     ends
         */
        Ended release();

        /**
         * Ends with the outcome unknown: the record is held. In joined mode the transaction is rolled back first.
         *
         * @return what is left behind; {@link Ended#UNCONFIRMED} means here that a retry may run the action, though in
         *     leased mode not before the lease ends
         */
        Ended hold();

        /**
         * Ends with an exception, as the policy's {@link FailureClassifier} says.
         *
         * @param failure what the action threw; the caller throws it on. Failures to write the record are added to it
         *     as suppressed
         */
        void fail(Throwable failure);
    }
}
