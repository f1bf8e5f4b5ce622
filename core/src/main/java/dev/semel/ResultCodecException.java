/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * A recorded answer cannot be given: it was not stored, being too large or not encodable, or cannot be decrypted or decoded. The operation happened and does not run again.
 */
public final class ResultCodecException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports an answer that cannot be given.
     *
     * @param cell the cell
     * @param message what happened and what to do
     * @param cause the reason, or null
     */
    public ResultCodecException(Cell cell, String message, @Nullable Throwable cause) {
        super(cell, message, cause);
    }
}
