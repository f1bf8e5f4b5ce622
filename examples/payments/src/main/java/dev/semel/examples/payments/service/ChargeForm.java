/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as Stripe's clients send them, in a form or a query: each name once, nested ones as {@code metadata[order]}.
 * A name that is not known is refused: to overlook {@code capture=false} would move money that was only to be reserved.
 */
final class ChargeForm {

    private static final Pattern METADATA = Pattern.compile("metadata\\[([^\\[\\]]{1,40})]");
    private static final int MAX_METADATA = 50;
    private static final int MAX_VALUE = 500;

    private final Map<String, List<String>> parameters;

    /**
     * Checks all names and values.
     *
     * @param known the names that may occur, besides metadata
     * @throws InvalidFieldException naming the first parameter that does not fit
     */
    ChargeForm(Map<String, List<String>> parameters, Set<String> known) {
        parameters.forEach((name, values) -> check(name, values, known));
        this.parameters = parameters;
        if (metadata().size() > MAX_METADATA) {
            throw new InvalidFieldException("metadata", "must have at most " + MAX_METADATA + " keys");
        }
    }

    /** The value of a parameter; null if it is absent. */
    @Nullable
    String text(String name) {
        var values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** The value of a number of at most 12 digits; the fallback if it is absent, and -1 if it is no such number. */
    long number(String name, long fallback) {
        var text = text(name);
        if (text == null) {
            return fallback;
        }
        return text.matches("[0-9]{1,12}") ? Long.parseLong(text) : -1;
    }

    /** What stands between the brackets of {@code metadata[…]}, with its values, in the order sent. */
    Map<String, String> metadata() {
        Map<String, String> found = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            var nested = METADATA.matcher(name);
            if (nested.matches()) {
                found.put(nested.group(1), values.get(0));
            }
        });
        return found;
    }

    private static void check(String name, List<String> values, Set<String> known) {
        if (!known.contains(name) && !METADATA.matcher(name).matches()) {
            throw new InvalidFieldException(name, "is no parameter of this request; nothing was charged");
        }
        if (values.size() != 1) {
            throw new InvalidFieldException(name, "must be sent once");
        }
        var value = values.get(0);
        // PostgreSQL keeps no NUL in a text
        if (value.length() > MAX_VALUE || (name + value).indexOf('\0') >= 0) {
            throw new InvalidFieldException(name, "must have at most " + MAX_VALUE + " characters, and no NUL");
        }
    }
}
