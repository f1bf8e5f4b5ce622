/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call that ended without an answer for the caller. */
public abstract sealed class SendException extends IOException permits NotSentException, OutcomeUnknownException {
    private static final long serialVersionUID = 1;

    /** Key, attempts and whether the last answer was a replay; lost when the exception is serialized. */
    private final transient @Nullable SendReport report;

    SendException(String message, SendResult<?> result) {
        super(message + " Attempts: " + result.report().attempts() + ".");
        this.report = result.report();
        Throwable cause = cause(result);
        if (cause != null) {
            initCause(cause);
        }
    }

    /**
     * How the call went.
     *
     * @return key, attempts and whether the last answer was a replay; null if this exception has been serialized
     */
    public @Nullable SendReport report() {
        return report;
    }

    private static @Nullable Throwable cause(SendResult<?> result) {
        if (result instanceof SendResult.Unknown<?> unknown) {
            return unknown.cause();
        }
        return result instanceof SendResult.DefinitiveFailure<?> failure ? failure.cause() : null;
    }
}
