/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One object; its members are stable. */
final class JsonReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    static void write(DrillReport report, Writer out) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("target", report.target().toString());
        root.put("started", report.started().toString());
        root.put("millis", report.took().toMillis());
        root.put("conformant", report.isConformant());
        root.put("passed", report.count("pass"));
        root.put("failed", report.count("fail"));
        root.put("notApplicable", report.count("n/a"));
        root.put("rows", report.results().stream().map(JsonReport::row).toList());
        if (!report.figures().isEmpty()) {
            root.put("figures", report.figures());
        }
        out.write(JSON.writeValueAsString(root));
        out.write("\n");
    }

    private static Map<String, Object> row(RowResult result) {
        Row row = result.row();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("row", row.number());
        members.put("group", row.group());
        members.put("levels", row.meaning().levels().stream().map(Level::name).toList());
        members.put("source", row.meaning().source());
        members.put("title", row.meaning().title());
        members.put("verdict", result.verdict().word());
        members.putAll(result.verdict()
                .<Map<String, String>>fold(
                        passed -> Map.of("note", passed.note()),
                        failed -> ordered("expected", failed.expected(), "came", failed.came()),
                        notApplicable -> Map.of("reason", notApplicable.reason())));
        members.put("millis", result.took().toMillis());
        return members;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
