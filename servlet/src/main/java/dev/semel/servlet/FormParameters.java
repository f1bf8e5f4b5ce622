/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Parameters of a form in a body, behind those of the query, as servers have them. */
final class FormParameters {
    private FormParameters() {}

    static Map<String, String[]> merged(Map<String, String[]> query, InputStream form, Charset charset)
            throws IOException {
        Map<String, List<String>> all = new LinkedHashMap<>();
        query.forEach((name, values) -> all.put(name, new ArrayList<>(Arrays.asList(values))));
        String text = new String(form.readAllBytes(), StandardCharsets.ISO_8859_1);
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals), charset);
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), charset);
                all.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
            }
        }
        Map<String, String[]> merged = new LinkedHashMap<>();
        all.forEach((name, values) -> merged.put(name, values.toArray(String[]::new)));
        return merged;
    }

    /** What of all parameters did not come from the query, in the encoding in which browsers send forms. */
    static String encodedWithout(String query, Map<String, String[]> all) throws IOException {
        InputStream text = new ByteArrayInputStream(query.getBytes(StandardCharsets.ISO_8859_1));
        Map<String, String[]> known = merged(Map.of(), text, StandardCharsets.UTF_8);
        StringJoiner form = new StringJoiner("&");
        all.forEach((name, values) -> Arrays.stream(values)
                .skip(known.getOrDefault(name, new String[0]).length)
                .forEach(value -> form.add(encoded(name) + '=' + encoded(value))));
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text, Charset charset) {
        // bytes that a client sent unescaped are in its charset, too
        String raw = new String(text.getBytes(StandardCharsets.ISO_8859_1), charset);
        try {
            return URLDecoder.decode(raw, charset);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
