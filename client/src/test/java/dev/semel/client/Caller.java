/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP client with a sender, as its users call it. */
interface Caller {
    /** What to send. */
    record Sending(String method, URI uri, String body, Map<String, String> headers) {
        static Sending post(URI uri) {
            return new Sending("POST", uri, "pay", Map.of());
        }

        Sending with(String name, String value) {
            return new Sending(method, uri, body, Map.of(name, value));
        }
    }

    /** What the client's user gets. */
    record Reply(int status, String body) {}

    /**
     * Sends it.
     *
     * @return null if the client has a result without a response
     */
    @Nullable
    Reply send(Sending sending) throws IOException, InterruptedException;
}
