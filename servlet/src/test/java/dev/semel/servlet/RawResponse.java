/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response as it came over the wire. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record RawResponse(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    List<String> all(String name) {
        return headers.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    boolean isReplay() {
        return header("Idempotency-Replayed").equals(Optional.of("true"));
    }

    /** The code of a problem document of the layer's own; empty for any other answer. */
    String problem() {
        String text = text();
        int at = text.indexOf("\"code\":\"");
        return header("Content-Type").orElse("").startsWith("application/problem+json") && at >= 0
                ? text.substring(at + 8, text.indexOf('"', at + 8))
                : "";
    }
}
