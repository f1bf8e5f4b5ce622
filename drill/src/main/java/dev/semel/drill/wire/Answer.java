/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response as it came.
 *
 * @param status of the final response
 * @param headers in their order, names as sent
 * @param body what came of it
 * @param course how it came
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its parts
public record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body, Course course) {
    private static final int EXCERPT = 100;

    /**
     * How an answer came.
     *
     * @param interim the statuses of the interim responses before it
     * @param whole whether its body came to its end
     */
    public record Course(List<Integer> interim, boolean whole) {}

    /** All values of a field, in their order. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isWhole() {
        return course.whole();
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isProblem() {
        return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/problem+json");
    }

    /** Whether the server says that it closes the connection. */
    public boolean closes() {
        return all("Connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }

    /** Status and the begin of the body, in one line of printable characters. */
    @Override
    public String toString() {
        String text = new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8);
        String shown = text.replaceAll("[^\\x20-\\x7e]", ".").strip();
        return "status " + status
                + (isWhole() ? "" : ", broken off")
                + (shown.isEmpty() ? "" : ": " + shown + (body.length > EXCERPT ? " …" : ""));
    }
}
