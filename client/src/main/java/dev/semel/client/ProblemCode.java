/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the member {@code code} at the top of a problem document of which only the start may be there. It skips what it
 * does not need, so it is no validator.
 */
final class ProblemCode {
    private final String text;
    private int at;

    private ProblemCode(String text) {
        this.text = text;
    }

    static Optional<String> of(byte[] start) {
        return new ProblemCode(new String(start, StandardCharsets.UTF_8)).find();
    }

    private Optional<String> find() {
        int depth = 0;
        Optional<String> name = Optional.empty();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                Optional<String> string = string();
                boolean isValue = name.isPresent();
                if (depth == 1 && isValue && name.get().equals("code")) {
                    return string;
                }
                name = depth == 1 && !isValue && nextIsColon() ? string : Optional.empty();
            } else if (c == '{' || c == '[') {
                depth++;
                name = Optional.empty();
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',') {
                name = Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Reads to the closing quote; an escape stays as it is, since no code has one. */
    private Optional<String> string() {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return Optional.of(text.substring(from, at - 1));
            }
        }
        return Optional.empty();
    }

    private boolean nextIsColon() {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ':';
    }
}
