/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.util.Objects;

/** What can go wrong with one call of a store. */
public sealed interface Fault {
    /** The store refuses: nothing is applied, and {@code NOT_APPLIED} is thrown. */
    Fault REFUSE = Simple.REFUSE;
    /** A deadlock or the like: nothing is applied, and {@code TRANSIENT} is thrown. */
    Fault TRANSIENT = Simple.TRANSIENT;
    /** The request is lost on its way: nothing is applied, and {@code UNKNOWN} is thrown. */
    Fault LOSE_REQUEST = Simple.LOSE_REQUEST;
    /** The answer is lost on its way: the call is applied, and {@code UNKNOWN} is thrown. */
    Fault LOSE_ANSWER = Simple.LOSE_ANSWER;
    /**
     * The request is stuck on its way: {@code UNKNOWN} is thrown, and the call is applied when the test says so, by
     * {@link FaultyStore#deliver()}. Not for verbs within a transaction, nor for its commit.
     */
    Fault DELIVER_LATE = Simple.DELIVER_LATE;

    /** The faults that need nothing more to be said. */
    enum Simple implements Fault {
        /** See {@link Fault#REFUSE}. */
        REFUSE,
        /** See {@link Fault#TRANSIENT}. */
        TRANSIENT,
        /** See {@link Fault#LOSE_REQUEST}. */
        LOSE_REQUEST,
        /** See {@link Fault#LOSE_ANSWER}. */
        LOSE_ANSWER,
        /** See {@link Fault#DELIVER_LATE}. */
        DELIVER_LATE
    }

    /**
     * The caller stops at a gate before the call is made, as in a long pause of its process.
     *
     * @param gate opened by the test
     */
    record PauseBefore(Gate gate) implements Fault {
        /**
         * Checks that nothing is missing.
         *
         * @param gate opened by the test
         */
        public PauseBefore {
            Objects.requireNonNull(gate, "gate");
        }
    }

    /**
     * The caller stops at a gate after the call was applied and before it gets the answer.
     *
     * @param gate opened by the test
     */
    record PauseAfter(Gate gate) implements Fault {
        /**
         * Checks that nothing is missing.
         *
         * @param gate opened by the test
         */
        public PauseAfter {
            Objects.requireNonNull(gate, "gate");
        }
    }
}
