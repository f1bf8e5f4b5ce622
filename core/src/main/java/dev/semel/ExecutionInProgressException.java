/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;

/**
 * An earlier call with the same key is running; try again with the same key after {@link #retryAfter()}.
 */
public final class ExecutionInProgressException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /** What remains of the lease. */
    private final Duration retryAfter;

    /**
     * Reports a running call.
     *
     * @param cell the cell
     * @param retryAfter what remains of its lease; zero if unknown
     */
    public ExecutionInProgressException(Cell cell, Duration retryAfter) {
        super(cell, "An earlier call with this key is still running; try again later with the same key.", null);
        this.retryAfter = retryAfter;
    }

    /**
     * When to try again.
     *
     * @return what remains of the other's lease; zero if unknown
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
