/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is stored for a cell, as the store saw it at one moment of its own clock.
 *
 * @param cellId the cell
 * @param state the state
 * @param token the token of the last grant
 * @param attempt which grant it was, from 1
 * @param fingerprint what the payload was
 * @param times when it ends
 * @param result the recorded answer; present exactly if the state is {@link RecordState#COMPLETED}
 */
public record IdempotencyRecord(
        CellId cellId,
        RecordState state,
        FencingToken token,
        int attempt,
        Fingerprint fingerprint,
        Times times,
        Optional<RecordedResult> result) {
    /**
     * Checks that state and result fit together.
     *
     * @param cellId as above
     * @param state as above
     * @param token as above
     * @param attempt as above
     * @param fingerprint as above
     * @param times as above
     * @param result as above
     * @throws IllegalArgumentException if they do not
     */
    public IdempotencyRecord {
        Objects.requireNonNull(cellId, "cellId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(times, "times");
        if (result.isPresent() != (state == RecordState.COMPLETED)) {
            throw new IllegalArgumentException("A record has a result exactly if it is completed; this one is " + state
                    + (result.isPresent() ? " with a result." : " without."));
        }
    }

    /**
     * When a record ends, computed by the store. Remaining times are durations and no times of day, because a node's
     * clock must never be compared with the store's (promise I7).
     *
     * @param leaseRemaining how long the lease still lives; zero if it has ended, was released or is
     *     not needed any more, the record being completed or held
     * @param expiresAt when the record expires, on the store's clock; for display only
     * @param retentionRemaining how long a completed record is still replayed; zero if the record is not completed, has
     *     expired, or the store does not tell, and then its answer is not kept in memory
     */
    public record Times(Duration leaseRemaining, Instant expiresAt, Duration retentionRemaining) {
        /**
         * Checks that nothing is missing.
         *
         * @param leaseRemaining as above
         * @param expiresAt as above
         * @param retentionRemaining as above
         */
        public Times {
            Objects.requireNonNull(leaseRemaining, "leaseRemaining");
            Objects.requireNonNull(expiresAt, "expiresAt");
            Objects.requireNonNull(retentionRemaining, "retentionRemaining");
        }

        /**
         * Times of a record that is not to be kept in memory.
         *
         * @param leaseRemaining as above
         * @param expiresAt as above
         */
        public Times(Duration leaseRemaining, Instant expiresAt) {
            this(leaseRemaining, expiresAt, Duration.ZERO);
        }
    }
}
