/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import org.jspecify.annotations.Nullable;

/** The provider did not answer a charge or refund as it should. */
abstract sealed class ProviderException extends RuntimeException {

    private ProviderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** It was not reached or said that it is unavailable: nothing was charged. Becomes a 503 problem. */
    static final class Unavailable extends ProviderException {

        Unavailable(@Nullable Throwable cause) {
            super(
                    "the card provider is unavailable and nothing was charged; retry with the same Idempotency-Key",
                    cause);
        }
    }

    /** The request was sent and its answer never came: perhaps charged, perhaps not. Becomes a 502 problem. */
    static final class OutcomeUnknown extends ProviderException {

        OutcomeUnknown(@Nullable Throwable cause) {
            super(
                    "the card provider did not answer, so the money may have been moved; retry with the same"
                            + " Idempotency-Key to find out without moving it twice",
                    cause);
        }
    }

    /**
     * It has booked another request under the derived key: one whose answer was lost, and whose record was rolled back
     * with its payload. Becomes a 409 problem, which is not recorded, so that the true retry still gets through.
     */
    static final class OtherOrder extends ProviderException {

        OtherOrder(@Nullable Throwable cause) {
            super(
                    "under this Idempotency-Key the card provider has booked another request, whose answer was lost;"
                            + " nothing was booked now, send that request again unchanged",
                    cause);
        }
    }

    /** It refused a request that this service thought right. Becomes a 502 problem. */
    static final class Refused extends ProviderException {

        private final int status;

        Refused(int status) {
            super("the card provider refused the request with status " + status, null);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
