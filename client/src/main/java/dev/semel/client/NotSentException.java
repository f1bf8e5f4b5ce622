/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

/**
 * Nothing was sent that can have taken effect; thrown where an HTTP client has answers and exceptions only. The cause is
 * what stood in the way.
 */
public final class NotSentException extends SendException {
    private static final long serialVersionUID = 1;

    NotSentException(SendResult.DefinitiveFailure<?> result) {
        super("Nothing was sent that can have taken effect.", result);
    }
}
