/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer, or its record is unreadable, and so nothing ran: the gate stays closed (promise I20). Try again with the same key.
 */
public final class StoreUnavailableException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a store that is away.
     *
     * @param cell the cell
     * @param message what happened and what to do
     * @param cause the reason, or null
     */
    public StoreUnavailableException(Cell cell, String message, @Nullable Throwable cause) {
        super(cell, message, cause);
    }
}
