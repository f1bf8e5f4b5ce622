/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * The outcome of an earlier attempt is unknown and its record is held; nothing runs until it is resolved or expires.
 */
public final class IndeterminateException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a held record.
     *
     * @param cell the cell
     */
    public IndeterminateException(Cell cell) {
        super(cell, "The outcome of an earlier attempt is unknown; nothing is run again until that is resolved.", null);
    }
}
