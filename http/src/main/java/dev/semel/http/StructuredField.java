/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an Item of RFC 9651 whose value is a String. Parameters must be well formed and are ignored, as section 2.3
 * advises.
 *
 * <p>The string is read by a loop, because a pattern with a repeated alternative would overflow the stack on a value
 * of some kilobytes.
 */
final class StructuredField {
    private static final Pattern PARAMETER_NAME = Pattern.compile("; *[a-z*][a-z0-9_.*-]*");
    private static final Pattern BARE_ITEM = Pattern.compile(String.join(
            "|",
            "-?\\d{1,12}\\.\\d{1,3}(?![\\d.])",
            "-?\\d{1,15}(?![\\d.])",
            "[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*+",
            ":[A-Za-z0-9+/=]*+:",
            "\\?[01]",
            "@-?\\d{1,15}(?![\\d.])",
            "%\"[\\x20\\x21\\x23-\\x7e]*+\""));
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9a-f]{2})");

    private final String text;
    private int at;

    private StructuredField(String text) {
        this.text = text;
    }

    /** Gives the string's content, or nothing if the field is not such an item. */
    static Optional<String> stringItem(String text) {
        StructuredField field = new StructuredField(text);
        Optional<String> content = field.string();
        return content.filter(ignored -> field.parameters() && field.at == text.length());
    }

    private Optional<String> string() {
        if (!next('"')) {
            return Optional.empty();
        }
        // grows as it is read: room for the whole field in each of many parameters would be quadratic work
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(content.toString());
            }
            if (c == '\\') {
                if (at == text.length()) {
                    return Optional.empty();
                }
                c = text.charAt(at++);
                if (c != '"' && c != '\\') {
                    return Optional.empty();
                }
            }
            if (c < 0x20 || c > 0x7e) {
                return Optional.empty();
            }
            content.append(c);
        }
        return Optional.empty();
    }

    private boolean parameters() {
        while (at < text.length() && text.charAt(at) == ';') {
            if (!matched(PARAMETER_NAME) || (next('=') && !bareItem())) {
                return false;
            }
        }
        return true;
    }

    private boolean bareItem() {
        if (at < text.length() && text.charAt(at) == '"') {
            return string().isPresent();
        }
        int from = at;
        if (!matched(BARE_ITEM)) {
            return false;
        }
        boolean display = text.startsWith("%\"", from);
        return !display || !BAD_PERCENT.matcher(text.substring(from + 2, at)).find();
    }

    private boolean next(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean matched(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }
}
