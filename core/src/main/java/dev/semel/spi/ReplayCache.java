/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Recorded answers in the memory of one node, so that a retry needs no store. The executor decides what goes in: answers
 * that are durable, in the form in which the store has them, so encrypted if they are; and for no longer than the record
 * lives. A cache may forget anything at any time. It must be safe for use by many threads, must not block on I/O, and must
 * not throw. It must not outlive the process or be shared with another, as a Redis or a file would: {@link Replay#until} is a
 * time of this process alone, and elsewhere an answer would be replayed after its record has expired.
 *
 * <p>What changes or removes a completed record other than by its expiry must tell the caches of all nodes by
 * {@link #invalidate}, or accept that they replay the old answer until it is forgotten; a cache therefore bounds the age
 * of what it holds.
 */
public interface ReplayCache {
    /**
     * A recorded answer.
     *
     * @param fingerprint the payload's, as recorded; another payload gets a mismatch from here as from the store
     * @param result the answer, as recorded
     * @param until when the record expires at the earliest, in nanoseconds on the elapsed time of the executor's {@link
     *     dev.semel.Timing}, of which only differences within one process mean anything; may be negative. The executor
     *     replays nothing from here after it
     */
    record Replay(Fingerprint fingerprint, RecordedResult result, long until) {
        /**
         * Checks that nothing is missing.
         *
         * @param fingerprint as above
         * @param result as above
         * @param until as above
         */
        public Replay {
            Objects.requireNonNull(fingerprint, "fingerprint");
            Objects.requireNonNull(result, "result");
        }
    }

    /**
     * Looks for the answer of a cell.
     *
     * @param cellId the cell
     * @return what was put last and neither forgotten nor invalidated since
     */
    Optional<Replay> get(CellId cellId);

    /**
     * Takes an answer, in place of an earlier one of the cell.
     *
     * @param cellId the cell
     * @param replay the answer
     * @param lifetime after which it is of no use, from now; positive
     */
    void put(CellId cellId, Replay replay, Duration lifetime);

    /**
     * Forgets the answer of a cell, for example because its record was erased or resolved.
     *
     * @param cellId the cell
     */
    void invalidate(CellId cellId);

    /**
     * The cache that remembers nothing.
     *
     * @return the same each time
     */
    static ReplayCache none() {
        return NoReplayCache.INSTANCE;
    }
}
