/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * An action called its own operation with its own key on the same thread, and would wait for itself.
 */
public final class ReentrantExecutionException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports the nested call.
     *
     * @param cell the cell
     */
    public ReentrantExecutionException(Cell cell) {
        super(
                cell,
                "The action calls its own operation with the same key and would wait for itself. Give the inner call another key.",
                null);
    }
}
