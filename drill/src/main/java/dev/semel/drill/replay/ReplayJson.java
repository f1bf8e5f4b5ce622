/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One object; its members are stable. */
final class ReplayJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReplayJson() {}

    static void write(ReplayReport report, Writer out) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("target", report.target().toString());
        root.put("started", report.course().started().toString());
        root.put("millis", report.course().took().toMillis());
        root.put("complete", !report.course().serverGone());
        for (Effect effect : Effect.values()) {
            root.put(word(effect), report.with(effect).size());
        }
        root.put(
                "endpoints",
                report.endpoints().stream().map(ReplayJson::endpoint).toList());
        root.put("leftOut", report.rest().leftOut().reasons());
        out.write(JSON.writeValueAsString(root));
        out.write("\n");
    }

    private static Map<String, Object> endpoint(EndpointResult result) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", result.endpoint().method());
        members.put("path", result.endpoint().template());
        members.put("verdict", word(result.effect()));
        members.put("mutations", result.mutations());
        Map<String, Object> ways = new LinkedHashMap<>();
        result.ways().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(way -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            way.getValue().counts().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(count -> counts.put(word(count.getKey()), count.getValue()));
            ways.put(way.getKey().word(), counts);
        });
        members.put("duplicates", ways);
        members.put("examples", result.examples());
        return members;
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }
}
