/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.DrillException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders.
 *
 * @param text such as {@code {"reference": "${ref}"}}
 */
record Template(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final String ENVIRONMENT = "env.";

    /**
     * Checks that all placeholders are known, and puts in those of the environment.
     *
     * @param place where the text stands, for the message
     * @param environment gives a variable; null if it is not set
     */
    static Template of(String place, String text, UnaryOperator<@Nullable String> environment) {
        String known = replace(text, name -> {
            if (name.startsWith(ENVIRONMENT)) {
                return variable(place, name.substring(ENVIRONMENT.length()), environment);
            }
            if (!Intent.NAMES.contains(name)) {
                throw new DrillException(place + ": ${" + name + "} is none of "
                        + Intent.NAMES.stream().map(each -> "${" + each + "}").collect(Collectors.joining(", "))
                        + " or ${env.NAME}");
            }
            return "${" + name + "}";
        });
        return new Template(known);
    }

    private static String variable(String place, String name, UnaryOperator<@Nullable String> environment) {
        @Nullable String value = environment.apply(name);
        if (value == null) {
            throw new DrillException(place + ": the environment variable " + name + " is not set");
        }
        return value;
    }

    /** The text with the values of one request in place. */
    String with(Map<String, String> values) {
        return replace(text, name -> values.getOrDefault(name, ""));
    }

    /** As {@link #with}, for a regular expression in which the values stand for their text. */
    String quotedWith(Map<String, String> values) {
        return replace(text, name -> Pattern.quote(values.getOrDefault(name, "")));
    }

    /** Which of the request's own values it has. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String replace(String text, UnaryOperator<String> value) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll((MatchResult found) -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }

    /** Hides what may hold a secret of the environment. */
    @Override
    public String toString() {
        return "Template[" + text.length() + " characters]";
    }
}
