/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the values of one name in a query or in a form, {@code application/x-www-form-urlencoded}, in memory that does not
 * grow with it. Each byte is one character: names and keys are ASCII, and any other byte makes neither.
 */
final class UrlEncoded {
    private static final int END = -1;
    /** What is behind a broken percent sign is no text, and so no key. */
    private static final char BROKEN = '\uFFFD';

    private final InputStream in;
    private final String name;
    private final int longestValue;
    private int delimiter;

    private UrlEncoded(InputStream in, String name, int longestValue) {
        this.in = new BufferedInputStream(in);
        this.name = name;
        this.longestValue = longestValue;
    }

    /** All values of a name; of a longer one its beginning. */
    static List<String> values(InputStream in, String name, int longestValue) throws IOException {
        return new UrlEncoded(in, name, longestValue).values();
    }

    private List<String> values() throws IOException {
        List<String> values = new ArrayList<>();
        do {
            boolean wanted = text(name.length() + 1, true).equals(name);
            String value = delimiter == '=' ? text(wanted ? longestValue : 0, false) : "";
            // two are as wrong as many
            if (wanted && values.size() < 2) {
                values.add(value);
            }
        } while (delimiter != END);
        return values;
    }

    /** The text up to the next delimiter, of which at most so many characters are kept. */
    private String text(int longest, boolean ofName) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = in.read();
        while (c != END && c != '&' && !(ofName && c == '=')) {
            char meant = c == '+' ? ' ' : (char) c;
            int next = in.read();
            if (c == '%') {
                int high = Character.digit(next, 16);
                next = high < 0 ? next : in.read();
                int low = high < 0 ? -1 : Character.digit(next, 16);
                next = low < 0 ? next : in.read();
                meant = low < 0 ? BROKEN : (char) (high * 16 + low);
            }
            if (text.length() < longest) {
                text.append(meant);
            }
            c = next;
        }
        delimiter = c;
        return text.toString();
    }
}
