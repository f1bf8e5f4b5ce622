/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Request;
import java.util.Optional;

/**
 * A mutation of the recording.
 *
 * @param place such as {@code entry 3} or {@code line 3}
 * @param millis since the epoch, by the recorder's clock; {@link #NO_TIME} until it tells the time first
 * @param host where it went, in lower case; empty if the recording does not say
 * @param request with the header lines as recorded
 */
record Recorded(String place, long millis, String host, Request request) {
    /** More than this is not replayed, so that many at once fit into memory. */
    static final int LARGEST_BODY = 4 << 20;

    static final long NO_TIME = Long.MIN_VALUE;

    /** Hears of a recording, in its order. */
    interface Visitor {
        void mutation(Recorded recorded) throws InterruptedException;

        /** A mutation that cannot be replayed, or something that cannot be read; reasons are few and fixed. */
        void left(String place, String reason);
    }

    Endpoint endpoint() {
        return Endpoint.of(request.method(), request.path());
    }

    Optional<String> header(String name) {
        return request.lines().stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    static boolean isMutation(String method) {
        return method.equals("DELETE") || needsBody(method);
    }

    static boolean needsBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
