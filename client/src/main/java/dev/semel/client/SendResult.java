/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. {@link Unknown} is not failed: the request may have taken effect, or may yet. Find out by
 * calling again with the same key; never with a new one.
 *
 * @param <R> the HTTP client's response
 */
public sealed interface SendResult<R> {
    /**
     * How the call went.
     *
     * @return key, attempts and whether the answer is a replay
     */
    SendReport report();

    /**
     * The last response, which is the caller's to read and close.
     *
     * @return null if the last attempt had none
     */
    @Nullable
    R response();

    /** Why a call has failed for certain. */
    enum FailureReason {
        /** The server refused it. */
        ANSWERED,
        /**
         * Nothing was sent that can have taken effect: no connection, an open circuit breaker, a full bulkhead, a rate
         * limit. It speaks of this call only, not of an earlier one with the same key.
         */
        NOT_SENT,
        /** The server points to where this request may not go: another origin, or one that cannot be sent again. */
        REDIRECT_REFUSED
    }

    /** Why it is not known whether a call took effect. */
    enum UnknownReason {
        /** No answer came, or one that says nothing of the request: 408, 502, 503, 504. */
        UNANSWERED,
        /** The server failed in the middle: 500 and the like. */
        SERVER_ERROR,
        /** The first request with this key was still running when the call had to end. */
        IN_PROGRESS,
        /** The server does not know either, and does not run it again by itself. Asking again does not help. */
        INDETERMINATE,
        /** An attempt may have taken effect, and later ones were turned away or not sent, so that nothing was learnt. */
        TURNED_AWAY,
        /** The thread was interrupted; its flag is set. */
        INTERRUPTED,
        /** The key is so old that the server may have forgotten it; it was not sent again. */
        KEY_EXPIRED
    }

    /**
     * The server did it, or had done it.
     *
     * @param <R> the HTTP client's response
     * @param response the answer
     * @param report how the call went
     */
    record Success<R>(R response, SendReport report) implements SendResult<R> {
        /**
         * Checks the parts.
         *
         * @param response as above
         * @param report as above
         */
        public Success {
            Objects.requireNonNull(response, "response");
            Objects.requireNonNull(report, "report");
        }

        /** Hides the response. */
        @Override
        public String toString() {
            return "Success[" + report + "]";
        }
    }

    /**
     * It did not happen, and a retry of the same request does not help.
     *
     * @param <R> the HTTP client's response
     * @param reason why
     * @param response the answer; null if the reason is {@link FailureReason#NOT_SENT} and there was none
     * @param cause the exception of the last attempt; null if it had an answer
     * @param report how the call went
     */
    record DefinitiveFailure<R>(
            FailureReason reason, @Nullable R response, @Nullable Throwable cause, SendReport report)
            implements SendResult<R> {
        /** Hides the response. */
        @Override
        public String toString() {
            return "DefinitiveFailure[" + reason + ", " + report + "]";
        }
    }

    /**
     * It may have happened.
     *
     * @param <R> the HTTP client's response
     * @param reason why it is not known
     * @param response the last answer; null if there was none
     * @param cause the exception of the last attempt; null if it had an answer
     * @param report how the call went
     */
    record Unknown<R>(UnknownReason reason, @Nullable R response, @Nullable Throwable cause, SendReport report)
            implements SendResult<R> {
        /** Hides the response. */
        @Override
        public String toString() {
            return "Unknown[" + reason + ", " + report + "]";
        }
    }

    /**
     * The answer, for adapters to clients that have answers and exceptions only.
     *
     * @param unread frees a response that the caller does not get
     * @return the response of a success or of a definitive failure
     * @throws OutcomeUnknownException if this is {@link Unknown}, whatever the last response
     * @throws NotSentException if this is a {@link DefinitiveFailure} without a response
     */
    default R answer(Consumer<R> unread) throws SendException {
        R response = response();
        if (this instanceof Unknown<R> unknown) {
            if (response != null) {
                unread.accept(response);
            }
            throw new OutcomeUnknownException(unknown);
        }
        if (response == null && this instanceof DefinitiveFailure<R> failure) {
            throw new NotSentException(failure);
        }
        return Objects.requireNonNull(response, "response");
    }

    /**
     * Handles every case; the compiler tells when one is added.
     *
     * @param <T> the type of the answer
     * @param cases what to do in each case
     * @return what the case's method returned
     */
    default <T extends @Nullable Object> T fold(Cases<R, T> cases) {
        if (this instanceof Success<R> success) {
            return cases.success(success);
        }
        if (this instanceof DefinitiveFailure<R> failure) {
            return cases.failure(failure);
        }
        if (this instanceof Unknown<R> unknown) {
            return cases.unknown(unknown);
        }
        throw new AssertionError(this);
    }

    /**
     * One method a case.
     *
     * @param <R> the HTTP client's response
     * @param <T> the type of the answer
     */
    interface Cases<R, T extends @Nullable Object> {
        /**
         * It happened.
         *
         * @param success the result
         * @return the caller's answer
         */
        T success(Success<R> success);

        /**
         * It did not happen.
         *
         * @param failure the result
         * @return the caller's answer
         */
        T failure(DefinitiveFailure<R> failure);

        /**
         * It may have happened.
         *
         * @param unknown the result
         * @return the caller's answer
         */
        T unknown(Unknown<R> unknown);
    }
}
