/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.spring.IdempotencySetupException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Requests that are guarded by their path, for handlers that cannot be annotated.
 *
 * @param method the HTTP method, or empty for all that are guarded
 * @param pattern within the application, without the context path
 */
public record GuardedPath(String method, PathPattern pattern) {
    private static final Pattern TEXT = Pattern.compile("(?:([A-Za-z]+)\\s+)?(/\\S*)");

    /**
     * Checks that nothing is missing.
     *
     * @param method as above
     * @param pattern as above
     */
    public GuardedPath {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(pattern, "pattern");
    }

    /**
     * Reads a path.
     *
     * @param text such as {@code /orders/{id}/**} or {@code POST /orders}
     * @param property where it stands, for messages
     * @return the path
     * @throws IdempotencySetupException if it cannot be read
     */
    public static GuardedPath parse(String text, String property) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw unreadable(text, property, null);
        }
        try {
            String method = matcher.group(1) == null ? "" : matcher.group(1).toUpperCase(Locale.ROOT);
            return new GuardedPath(method, PathPatternParser.defaultInstance.parse(matcher.group(2)));
        } catch (PatternParseException e) {
            throw unreadable(text, property, e);
        }
    }

    boolean matches(String requestMethod, PathContainer path) {
        return (method.isEmpty() || method.equals(requestMethod)) && pattern.matches(path);
    }

    private static IdempotencySetupException unreadable(String text, String property, @Nullable Exception cause) {
        return new IdempotencySetupException(
                property + " has \"" + text + "\", which is no path.",
                "Write for example /orders/{id} or POST /orders/**.",
                cause);
    }
}
