/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.SendResult.UnknownReason;

/**
 * The request may have taken effect, and nobody knows; thrown where an HTTP client has answers and exceptions only. Send
 * the same request with the same key again, later, or find out otherwise; never send it with a new key.
 */
public final class OutcomeUnknownException extends SendException {
    private static final long serialVersionUID = 1;

    /** Why it is not known. */
    private final UnknownReason reason;

    OutcomeUnknownException(SendResult.Unknown<?> result) {
        super(
                "The request may have taken effect (" + result.reason() + "). Send it again with the same key only.",
                result);
        this.reason = result.reason();
    }

    /**
     * Why it is not known.
     *
     * @return the reason
     */
    public UnknownReason reason() {
        return reason;
    }
}
