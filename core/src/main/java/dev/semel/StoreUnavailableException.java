/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer, or its record is unreadable, and so nothing ran: the gate stays closed (promise I20). Try again with the same key.
 */
public final class StoreUnavailableException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /** Whether there is, or may be, a record. */
    private final boolean mayHaveRecord;

    /**
     * Reports a store that is away and may have a record.
     *
     * @param cell the cell
     * @param message what happened and what to do
     * @param cause the reason, or null
     */
    public StoreUnavailableException(Cell cell, String message, @Nullable Throwable cause) {
        this(cell, message, cause, true);
    }

    /**
     * Reports a store that is away.
     *
     * @param cell the cell
     * @param message what happened and what to do
     * @param cause the reason, or null
     * @param mayHaveRecord false only if no record of the cell is known, the claim is known not to have been applied, and
     *     the store is away rather than busy
     */
    public StoreUnavailableException(Cell cell, String message, @Nullable Throwable cause, boolean mayHaveRecord) {
        super(cell, message, cause);
        this.mayHaveRecord = mayHaveRecord;
    }

    /**
     * Whether the cell has, or may have, a record: one that is unreadable or cannot be compared, a claim whose outcome is
     * not known, or whatever a store would have told that had too much to do to be asked. Who runs the action all the
     * same risks running it twice.
     *
     * @return false only if no record is known, the claim is known not to have been applied, and the store is away rather
     *     than busy; even so, one that was written before it went away cannot be seen
     */
    public boolean mayHaveRecord() {
        return mayHaveRecord;
    }
}
