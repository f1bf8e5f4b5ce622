/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.DrillException;
import dev.semel.drill.DrillPlan;
import dev.semel.drill.Target;
import dev.semel.drill.rows.Term;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint where it stands: its nodes, what is sent to it, and its counter. Safe for use by many threads. */
final class Site {
    private static final JsonMapper JSON = new JsonMapper();

    private final Description description;
    private final List<Target> nodes;
    private final DrillPlan plan;
    private final Term term;
    private final AtomicLong number = new AtomicLong();

    Site(Description description, DrillPlan plan, Term term) {
        this.description = description;
        this.plan = plan;
        this.term = term;
        this.nodes = new ArrayList<>(List.of(plan.target()));
        plan.peer().ifPresent(nodes::add);
    }

    Description description() {
        return description;
    }

    Term term() {
        return term;
    }

    int nodes() {
        return nodes.size();
    }

    Wire connect(int node) throws IOException {
        return Wire.connect(nodes.get(node % nodes.size()), term.patience());
    }

    /** A new intended effect. */
    Intent intent() throws IOException {
        Map<String, String> values = Intent.freshValues(
                number.incrementAndGet(), InstantSource.system().instant());
        Request request = request(values, description.request().body());
        Request changed =
                description.changed().map(body -> request(values, body)).orElse(request);
        Intent intent = new Intent(values, request, changed, 0);
        return intent.countedFrom(count(intent));
    }

    private Request request(Map<String, String> values, Template body) {
        Description.Sent sent = description.request();
        Request request = Request.of(sent.method(), inPath(sent.path(), values));
        for (Map.Entry<String, Template> header : sent.headers().entrySet()) {
            request = request.with(header.getKey() + ": " + header.getValue().with(values));
        }
        String key = values.getOrDefault("key", "");
        String line = description.key().quoted() ? '"' + key + '"' : key;
        Request keyed = description.key().header().isPresent()
                ? request.with(description.key().header().get() + ": " + line)
                : request;
        return authorized(keyed.withBody(body.with(values)));
    }

    /** As it goes over the wire. */
    byte[] bytes(Request request) {
        return request.bytes(plan.target());
    }

    Request withoutKey(Request request) {
        return request.without(description.key().header().orElseThrow());
    }

    private Request authorized(Request request) {
        boolean says = request.lines().stream().anyMatch(line -> line.regionMatches(true, 0, "Authorization:", 0, 14));
        return says
                ? request
                : plan.token()
                        .map(token -> request.with("Authorization: Bearer " + token))
                        .orElse(request);
    }

    private static String inPath(Template path, Map<String, String> values) {
        Map<String, String> encoded = new HashMap<>();
        values.forEach((name, value) -> encoded.put(
                name, URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        return path.with(encoded);
    }

    /** How many effects there are: of this intent, or of all, as the description counts. */
    long count(Intent intent) throws IOException {
        Description.Effects effects = description.effects();
        Request request = Request.of("GET", inPath(effects.path(), intent.values()));
        for (Map.Entry<String, Template> header : effects.headers().entrySet()) {
            request = request.with(header.getKey() + ": " + header.getValue().with(intent.values()));
        }
        try (Wire wire = connect(0)) {
            Answer answer = wire.send(authorized(request)).read("GET");
            return answer.status() == 404 ? 0 : counted(answer, intent);
        }
    }

    private long counted(Answer answer, Intent intent) {
        if (answer.status() != 200) {
            throw uncounted("answers " + answer);
        }
        Description.Counter by = description.effects().by();
        if (by instanceof Description.Counter.Occurrences occurrences) {
            String pattern = occurrences.pattern().quotedWith(intent.values());
            return Pattern.compile(pattern).matcher(answer.text()).results().count();
        }
        if (by instanceof Description.Counter.Pointer pointer) {
            return number(json(answer).at(pointer.pointer()));
        }
        throw new AssertionError(by);
    }

    private JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.text());
        } catch (JacksonException e) {
            throw uncounted("answers no JSON");
        }
    }

    private long number(JsonNode node) {
        if (node.isContainer()) {
            return node.size();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.asLong();
        }
        throw uncounted("answers a document in which effects.count names no number, array or object");
    }

    private DrillException uncounted(String what) {
        return new DrillException(
                "effects cannot be counted: GET " + description.effects().path().text() + " " + what);
    }
}
