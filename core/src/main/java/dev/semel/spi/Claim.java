/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import java.util.Objects;

/** A store's answer to a claim. */
public sealed interface Claim {
    /**
     * The claimant may run the action.
     *
     * @param lease the new lease, its token above all earlier ones of the cell; or, if this very claim was granted
     *     before and its answer was lost, that same lease
     * @param attempt 1 for the first grant of a record, one more for each further one
     * @param history what became of the attempt before
     */
    record Granted(Lease lease, int attempt, History history) implements Claim {
        /**
         * Checks that nothing is missing.
         *
         * @param lease as above
         * @param attempt as above
         * @param history as above
         */
        public Granted {
            Objects.requireNonNull(lease, "lease");
            Objects.requireNonNull(history, "history");
        }
    }

    /**
     * There is a record that is not to be claimed: completed, held, leased by somebody, or of another fingerprint.
     *
     * @param record the record as it is
     */
    record Refused(IdempotencyRecord record) implements Claim {
        /**
         * Checks that nothing is missing.
         *
         * @param record as above
         */
        public Refused {
            Objects.requireNonNull(record, "record");
        }
    }

    /**
     * Another transaction that has not ended owns the cell, so that its record cannot be seen yet. Only stores that
     * join transactions answer so.
     *
     * @param samePayload false if it is known that the other claim has another fingerprint; true if it has the same or
     *     cannot be compared
     */
    record Contended(boolean samePayload) implements Claim {}

    /** What became of the attempt before a grant. */
    enum History {
        /** There was none, or its record had expired. */
        FRESH,
        /** It released the claim: it is known to have had no effect. */
        RELEASED,
        /** Its lease ended without an answer; it had not said that it would touch the world outside. */
        ABANDONED,
        /** Its lease ended after it said that it would touch the world outside, or its record was held: unknown. */
        INDETERMINATE
    }
}
