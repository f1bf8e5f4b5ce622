/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.event;

import dev.semel.CellId;
import java.util.Objects;

/**
 * A fact about one cell. It carries no key, no payload and no result (promise I23).
 *
 * @param kind what happened
 * @param operation the operation's name
 * @param cellId the cell's hashed name
 */
public record IdempotencyEvent(Kind kind, String operation, CellId cellId) {
    /**
     * Checks that nothing is missing.
     *
     * @param kind as above
     * @param operation as above
     * @param cellId as above
     */
    public IdempotencyEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(cellId, "cellId");
    }

    /** What can happen. */
    public enum Kind {
        /** A first attempt began. */
        CLAIMED,
        /** An attempt began after another had died without an answer. */
        TAKEN_OVER,
        /** The answer is recorded. */
        EXECUTED,
        /** The recorded answer was given again. */
        REPLAYED,
        /** A duplicate was told that the first call is running. */
        IN_PROGRESS,
        /** The key came with another payload. */
        MISMATCHED,
        /** The attempt ended without a record and may run again. */
        RELEASED,
        /** The outcome is unknown and the record is held. */
        HELD,
        /** An attempt lost its lease while it ran or when it wanted to record its answer. */
        LEASE_LOST,
        /** It is unknown whether the answer was recorded. */
        UNKNOWN,
        /** The store was away before the action ran; it did not run. */
        UNAVAILABLE
    }
}
