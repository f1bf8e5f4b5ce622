/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which recorded header lines are sent again. */
final class HeaderLines {
    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}";
    private static final String VALUE = "[\\x20-\\x7e\\x80-\\xff\\t]*";

    /** Of one connection, computed anew, or (the coding) a reason why equal answers would differ. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "http2-settings",
            "host",
            "content-length",
            "accept-encoding");

    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "cookie", "x-api-key", "api-key", "x-auth-token");

    private HeaderLines() {}

    /** Without those that belong to the recorded connection, and without credentials unless they are kept. */
    static List<String> sent(List<String> recorded, ReplayPlan.Credentials credentials) {
        Set<String> dropped = new HashSet<>(OF_THE_CONNECTION);
        for (String line : recorded) {
            if (name(line).equals("connection")) {
                for (String named : line.substring(line.indexOf(':') + 1).split(",", -1)) {
                    dropped.add(named.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        if (!credentials.kept()) {
            dropped.addAll(CREDENTIALS);
        }
        credentials.token().ifPresent(token -> dropped.add("authorization"));
        List<String> lines = new ArrayList<>(
                recorded.stream().filter(line -> !dropped.contains(name(line))).toList());
        credentials.token().ifPresent(token -> lines.add("Authorization: Bearer " + token));
        return lines;
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** A line, unless it would break the request. */
    static String line(String name, String value) throws LeftOutException {
        if (!name.matches(TOKEN) || !value.matches(VALUE)) {
            throw new LeftOutException("a header that no request can carry");
        }
        return name + ": " + value;
    }

    /** A text of anybody in a line of the terminal. */
    static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", ".");
        return printable.length() > 200 ? printable.substring(0, 200) + "…" : printable;
    }
}
