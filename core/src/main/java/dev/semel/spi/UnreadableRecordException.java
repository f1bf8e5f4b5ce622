/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import org.jspecify.annotations.Nullable;

/** A stored record cannot be read: written by a newer release, or damaged. It exists, and so nothing may run. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what cannot be read.
     *
     * @param message what is wrong and what to do; no stored byte
     */
    public UnreadableRecordException(String message) {
        this(message, null);
    }

    /**
     * Says what cannot be read, and why.
     *
     * @param message what is wrong and what to do; no stored byte
     * @param cause the reason, or null
     */
    public UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
