/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One line of a header.
 *
 * @param name a token of RFC 9110; its case is kept and means nothing
 * @param value what follows the colon, without carriage return, line feed or NUL; may be empty
 */
public record HeaderField(String name, String value) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * Checks both parts, so that no stored value can split a response.
     *
     * @param name as above
     * @param value as above
     * @throws IllegalArgumentException if the name is no token or the value has a forbidden character; the message
     *     does not repeat the value
     */
    public HeaderField {
        Objects.requireNonNull(value, "value");
        if (!isName(name)) {
            throw new IllegalArgumentException("The name of a header field is a token; this one is not.");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        "The value of the header field " + name + " has a carriage return, line feed or NUL.");
            }
        }
    }

    /**
     * Compares names as HTTP does.
     *
     * @param other a field name
     * @return true if they differ at most in case
     */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    static boolean isName(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return "HeaderField[" + name + "]";
    }
}
