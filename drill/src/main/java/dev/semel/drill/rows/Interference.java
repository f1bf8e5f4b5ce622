/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fault controls of a service that has them, at its first node. Nothing here is sent to a service unless the user
 * has asked for it.
 *
 * @param service under drill
 */
record Interference(Service service) {
    private static final String STATE = "/faults";
    private static final long MORE_MILLIS = 1000;

    /** Whether the service tells what an interfering drill must know. */
    boolean isPossible() throws IOException {
        Answer state = service.exchange(0, Request.of("GET", STATE));
        return state.status() == 200
                && find(state, "leaseMillis\"\\s*:\\s*([0-9]{1,15})").find();
    }

    /** Does one of the things that {@code ./semel fixture --help} lists. */
    void order(String control) throws IOException {
        Answer answer = service.exchange(0, Request.of("POST", STATE + control));
        if (answer.status() == 404 || answer.status() == 405) {
            throw Finding.notShown("the service has no POST " + STATE + control.replaceFirst("[?].*", ""));
        }
        if (!answer.isSuccess()) {
            throw Finding.unmet("the fault control " + control + " to be obeyed", answer);
        }
    }

    /** Ends all faults, also those of a check that was cut off. */
    void heal() throws IOException {
        order("/heal");
    }

    /** Lets the leases that run now end. */
    void endLeases() throws IOException {
        advance(millis("leaseMillis") + MORE_MILLIS);
    }

    /** Lets the answers that are stored now expire. */
    void endRetentions() throws IOException {
        advance(millis("retentionMillis") + MORE_MILLIS);
    }

    void advance(long millis) throws IOException {
        order("/clock/advance?ms=" + millis);
    }

    long millis(String name) throws IOException {
        return Long.parseLong(value(name, "\"\\s*:\\s*([0-9]{1,15})", "0"));
    }

    /** Whether an attempt is a transaction, and ends with it. */
    boolean isJoined() throws IOException {
        return value("mode", "\"\\s*:\\s*\"([a-z]+)\"", "").equals("joined");
    }

    private String value(String name, String pattern, String otherwise) throws IOException {
        Matcher matcher = find(service.exchange(0, Request.of("GET", STATE)), name + pattern);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private static Matcher find(Answer answer, String pattern) {
        return Pattern.compile('"' + pattern).matcher(answer.text());
    }
}
