/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * The lease of a running attempt has ended or was taken over: what it does now may be done by somebody else too.
 */
public final class LeaseLostException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a lost lease.
     *
     * @param cell the cell
     */
    public LeaseLostException(Cell cell) {
        super(
                cell,
                "The lease of this attempt is lost; another attempt may be running. Stop, and do not touch the world outside.",
                null);
    }
}
