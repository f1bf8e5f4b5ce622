/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of {@code Content-Type} for comparison. One that cannot be parsed is compared as it is.
 *
 * @param name type and subtype in lower case, or the whole value if it cannot be parsed
 * @param parameters by name in lower case
 */
record MediaType(String name, Map<String, String> parameters) {
    private static final Pattern NAME = Pattern.compile("\\s*+([^\\s/;]++/[^\\s/;]++)\\s*+");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+(?:([^\\s=;\"]++)=(?:\"([^\"\\\\]*+)\"|([^\\s;\"]++))\\s*+)?");

    static MediaType of(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.lookingAt()) {
            return new MediaType(text, Map.of());
        }
        Map<String, String> parameters = new TreeMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        int at = name.end();
        while (at < text.length()) {
            if (!parameter.region(at, text.length()).lookingAt()) {
                return new MediaType(text, Map.of());
            }
            // RFC 9110, section 5.6.6: nothing may stand between two semicolons, or behind the last
            if (parameter.group(1) != null) {
                String value = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
            }
            at = parameter.end();
        }
        return new MediaType(name.group(1).toLowerCase(Locale.ROOT), parameters);
    }

    boolean isForm() {
        return name.equals("multipart/form-data");
    }

    boolean isUrlEncoded() {
        return name.equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return name.equals("application/json") || name.endsWith("+json");
    }

    String boundary() {
        return parameters.getOrDefault("boundary", "");
    }

    /** The same text for the same meaning: the boundary of a form has none. */
    String normalized() {
        StringBuilder text = new StringBuilder(name);
        parameters.forEach((parameter, value) -> {
            if (!(isForm() && parameter.equals("boundary"))) {
                text.append(';').append(parameter).append('=');
                text.append(parameter.equals("charset") ? value.toLowerCase(Locale.ROOT) : value);
            }
        });
        return text.toString();
    }
}
