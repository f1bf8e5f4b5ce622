/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.Target;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service under drill.
 *
 * @param nodes the first one, and perhaps its peer
 * @param token of the caller; empty for none
 * @param term how long one answer may take, and all of them
 */
record Service(List<Target> nodes, Optional<String> token, Term term) {
    private static final Pattern COUNT = Pattern.compile("\"count\"\\s*:\\s*([0-9]{1,18})");

    Target node(int index) {
        return nodes.get(index);
    }

    Wire connect(int node) throws IOException {
        return Wire.connect(nodes.get(node), term.patience());
    }

    /** With the caller's token, unless the request says who calls. */
    Request authorized(Request request) {
        boolean says = request.lines().stream().anyMatch(line -> line.regionMatches(true, 0, "Authorization:", 0, 14));
        return says
                ? request
                : token.map(bearer -> request.with(bearer(bearer))).orElse(request);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /** One request on a connection of its own. */
    Answer exchange(int node, Request request) throws IOException {
        try (Wire wire = connect(node)) {
            return wire.send(authorized(request)).read(request.method());
        }
    }

    /** How often handlers of a node ran; empty if it does not tell. */
    Optional<Long> counter(int node) throws IOException {
        return count(exchange(node, Request.of("GET", "/counter")));
    }

    /** How often handlers of a node ran for a key; empty if it does not tell. */
    Optional<Long> executions(int node, String key) throws IOException {
        String path = "/executions?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        return count(exchange(node, Request.of("GET", path)));
    }

    private static Optional<Long> count(Answer answer) {
        Matcher matcher = COUNT.matcher(answer.text());
        return answer.status() == 200 && matcher.find()
                ? Optional.of(Long.valueOf(matcher.group(1)))
                : Optional.empty();
    }
}
