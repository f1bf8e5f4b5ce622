/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * The transaction of a joined operation is known to have rolled back: nothing happened, and a retry runs the action.
 */
public final class TransactionRolledBackException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports the rollback.
     *
     * @param cell the cell
     * @param message what happened and what to do
     * @param cause the reason, or null
     */
    public TransactionRolledBackException(Cell cell, String message, @Nullable Throwable cause) {
        super(cell, message, cause);
    }
}
