/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One wish to run an action.
 *
 * @param id names this wish; the same when it is sent again
 * @param cellId the cell's hashed name, under which the record lies
 * @param cell the cell in clear; a store may use its operation as a label and must not store scope or key in clear
 * @param accepted fingerprints of the payload, the present algorithm first; that one is stored
 * @param terms the times, and whether a held record may be taken
 */
public record ClaimRequest(ClaimId id, CellId cellId, Cell cell, List<Fingerprint> accepted, Terms terms) {
    /**
     * Checks and copies.
     *
     * @param id as above
     * @param cellId as above
     * @param cell as above
     * @param accepted as above
     * @param terms as above
     * @throws IllegalArgumentException if there is no fingerprint; {@link Fingerprint#NONE} is one
     */
    public ClaimRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(cellId, "cellId");
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(terms, "terms");
        accepted = List.copyOf(accepted);
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("A claim carries at least one fingerprint; Fingerprint.NONE is one.");
        }
    }

    /**
     * The fingerprint to store.
     *
     * @return the first of the accepted ones
     */
    public Fingerprint fingerprint() {
        return accepted.get(0);
    }

    /**
     * On which terms a claim is granted; the same object serves all claims of an operation.
     *
     * @param lease how long the lease lives without renewal, on the store's clock
     * @param retention how long the record lives from this grant on, on the store's clock; at least the lease
     * @param takesHeld true if a record in {@link RecordState#HELD} may be granted, because the claimant can find out
     *     what happened
     */
    public record Terms(Duration lease, Duration retention, boolean takesHeld) {
        /**
         * Checks the times.
         *
         * @param lease as above
         * @param retention as above
         * @param takesHeld as above
         * @throws IllegalArgumentException if the lease is not positive or longer than the retention
         */
        public Terms {
            if (lease.isNegative() || lease.isZero() || retention.compareTo(lease) < 0) {
                throw new IllegalArgumentException("The lease (" + lease + ") must be positive and not longer than the"
                        + " retention (" + retention + ").");
            }
        }
    }
}
