/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Base of all that Semel throws at its users; it names the cell and never shows key, payload or result. */
public abstract sealed class IdempotencyException extends RuntimeException
        permits ExecutionInProgressException,
                FingerprintMismatchException,
                IndeterminateException,
                LeaseLostException,
                OutcomeUnknownException,
                RecordedFailureException,
                ReentrantExecutionException,
                ResultCodecException,
                StoreUnavailableException,
                TransactionRolledBackException {
    private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    IdempotencyException(Cell cell, String message, @Nullable Throwable cause) {
        super(message + " (operation " + cell.operation() + ")", cause);
        this.cell = Objects.requireNonNull(cell, "cell");
    }

    /**
     * The cell concerned.
     *
     * @return the cell; its key and scope are in clear, so do not log them
     */
    public final Cell cell() {
        return cell;
    }
}
