/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * The action ran, but whether its answer was recorded is unknown; a retry with the same key finds out (promise I9).
 */
public final class OutcomeUnknownException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports an unknown outcome.
     *
     * @param cell the cell
     */
    public OutcomeUnknownException(Cell cell) {
        super(cell, "It is unknown whether the answer was recorded; try again with the same key to find out.", null);
    }
}
