/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HeaderField;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header lines that were set inside the layer, kept apart from those that filters outside have set. A field that was
 * set inside replaces one from outside; one that was added goes behind it.
 */
final class InnerHeaders {
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private record Field(String name, List<HeaderField> lines, boolean replaces) {
        List<String> values() {
            return lines.stream().map(HeaderField::value).toList();
        }
    }

    /** Lines of a replay: what was recorded wins over what is outside, but lists of conditions add up. */
    static InnerHeaders of(List<HeaderField> lines) {
        InnerHeaders headers = new InnerHeaders();
        for (HeaderField line : lines) {
            boolean replaces = !line.isNamed("Vary");
            headers.field(line.name(), replaces).lines().add(line);
        }
        return headers;
    }

    void set(String name, @Nullable String value) {
        fields.remove(lower(name));
        if (value != null) {
            field(name, true).lines().add(clean(name, value));
        }
    }

    void add(String name, @Nullable String value) {
        if (value != null) {
            field(name, false).lines().add(clean(name, value));
        }
    }

    @Nullable
    List<String> values(String name) {
        Field field = fields.get(lower(name));
        return field == null ? null : field.values();
    }

    boolean replaces(String name) {
        Field field = fields.get(lower(name));
        return field != null && field.replaces();
    }

    Collection<String> names() {
        return fields.values().stream().map(Field::name).toList();
    }

    void clear() {
        fields.clear();
    }

    List<HeaderField> lines() {
        List<HeaderField> lines = new ArrayList<>();
        fields.values().forEach(field -> lines.addAll(field.lines()));
        return lines;
    }

    void applyTo(HttpServletResponse target) {
        for (Field field : fields.values()) {
            boolean first = field.replaces();
            for (String value : field.values()) {
                if (first) {
                    target.setHeader(field.name(), value);
                } else {
                    target.addHeader(field.name(), value);
                }
                first = false;
            }
        }
    }

    private Field field(String name, boolean replaces) {
        return fields.computeIfAbsent(lower(name), ignored -> new Field(name, new ArrayList<>(), replaces));
    }

    /** As servers do: a line break becomes a space, and never a header of its own. */
    private static HeaderField clean(String name, String value) {
        return new HeaderField(name, value.replace('\r', ' ').replace('\n', ' ').replace('\0', ' '));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
