/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.io.IOException;

/** Tells the circuit breaker of an answer with 500 or above; never thrown. */
final class ServerErrorException extends IOException {
    private static final long serialVersionUID = 1;

    ServerErrorException(int status) {
        super("The server answered " + status + ".");
    }
}
