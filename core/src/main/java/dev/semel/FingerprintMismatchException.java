/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * The key was used before with another payload; nothing ran (promise I4). Use a new key for a new intent.
 */
public final class FingerprintMismatchException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a reused key.
     *
     * @param cell the cell
     */
    public FingerprintMismatchException(Cell cell) {
        super(cell, "This key was used before with another payload; nothing was done. Use a new key.", null);
    }
}
