/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * The operation failed for good in an earlier call, whose failure is replayed. The original exception object went to the
 * caller that ran the action.
 */
public final class RecordedFailureException extends IdempotencyException {
    private static final long serialVersionUID = 1L;

    /** A class name, as text. */
    private final String failureType;

    /**
     * Replays a failure.
     *
     * @param cell the cell
     * @param failureType the class name of the original exception, as data
     * @param failureMessage its message; empty if it had none
     */
    public RecordedFailureException(Cell cell, String failureType, String failureMessage) {
        super(cell, failureMessage.isEmpty() ? failureType : failureType + ": " + failureMessage, null);
        this.failureType = failureType;
    }

    /**
     * What was thrown.
     *
     * @return the class name of the original exception; text only, the class need not exist here
     */
    public String failureType() {
        return failureType;
    }
}
