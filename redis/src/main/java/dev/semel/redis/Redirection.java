/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.util.Optional;

/**
 * Where a server of a Cluster sends those whose key it does not have.
 *
 * @param host the server to ask instead
 * @param port its port
 * @param once true if only this time, because the slot is being moved there
 */
record Redirection(String host, int port, boolean once) {
    /** What {@code MOVED 3999 10.0.0.7:6379} or {@code ASK …} says. */
    static Optional<Redirection> in(Throwable failure) {
        String code = Failures.code(failure);
        String message = failure.getMessage();
        if (message == null || (!code.equals("MOVED") && !code.equals("ASK"))) {
            return Optional.empty();
        }
        String address = message.substring(message.lastIndexOf(' ') + 1);
        int colon = address.lastIndexOf(':');
        return Optional.of(new Redirection(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), code.equals("ASK")));
    }
}
