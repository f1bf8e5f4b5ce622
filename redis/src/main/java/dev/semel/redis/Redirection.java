/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server of a Cluster sends those whose key it does not have.
 *
 * @param host the server to ask instead
 * @param port its port
 * @param once true if only this time, because the slot is being moved there
 */
record Redirection(String host, int port, boolean once) {
    private static final Pattern FORM = Pattern.compile("(MOVED|ASK) \\d{1,5} ([^ ]*):(\\d{1,5})");

    /**
     * What {@code MOVED 3999 10.0.0.7:6379} or {@code ASK …} says; empty if it says neither.
     *
     * @param asked the host that said it, which a server that does not know its own leaves out
     */
    static Optional<Redirection> in(Throwable failure, String asked) {
        String message = failure.getMessage();
        Matcher form = FORM.matcher(message == null ? "" : message);
        if (!form.matches()) {
            return Optional.empty();
        }
        String host = form.group(2).isEmpty() ? asked : form.group(2);
        return Optional.of(new Redirection(
                host, Integer.parseInt(form.group(3)), form.group(1).equals("ASK")));
    }
}
