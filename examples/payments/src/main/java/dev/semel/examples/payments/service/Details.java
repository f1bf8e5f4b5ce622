/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a shop notes about a payment, and the only part of it that can be changed: no money moves with it.
 *
 * @param description for people
 * @param reference the shop's own name of the payment
 * @param metadata whatever the shop wants to find again
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Details(@Nullable String description, @Nullable String reference, Map<String, String> metadata) {

    static final Details NONE = new Details(null, null, Map.of());

    private static final int MAX_ENTRIES = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    /** Neither control characters, of which PostgreSQL cannot store them all, nor halves of surrogate pairs. */
    private static final String CHARACTERS = "[^\\p{Cc}\\p{Cs}]";

    private static final Pattern DESCRIPTION = Pattern.compile(CHARACTERS + "{1,500}");
    private static final Pattern REFERENCE = Pattern.compile(CHARACTERS + "{1,64}");
    private static final Pattern VALUE = Pattern.compile(CHARACTERS + "{0,500}");

    /** Copies, and sorts: one version of a payment is the same bytes on every node. */
    Details {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /**
     * Reads the three members of a payment.
     *
     * @throws InvalidChangeException naming the first that does not fit
     */
    static Details of(JsonNode payment) {
        var description = optional(payment, "description", DESCRIPTION, "must be text of 1 to 500 characters");
        var reference = optional(payment, "reference", REFERENCE, "must be text of 1 to 64 characters");
        return new Details(description, reference, metadata(payment.path("metadata")));
    }

    private static @Nullable String optional(JsonNode payment, String field, Pattern pattern, String rule) {
        return payment.has(field) ? text(field, payment.path(field), pattern, rule) : null;
    }

    private static Map<String, String> metadata(JsonNode entries) {
        if (!(entries.isMissingNode() || entries.isObject()) || entries.size() > MAX_ENTRIES) {
            throw new InvalidChangeException("metadata", "must be an object of at most " + MAX_ENTRIES + " members");
        }
        var metadata = new HashMap<String, String>();
        for (var entry : entries.properties()) {
            if (!NAME.matcher(entry.getKey()).matches()) {
                throw new InvalidChangeException(
                        "metadata", "must have names of 1 to 40 letters, digits, dots, dashes and underscores");
            }
            var value = text("metadata", entry.getValue(), VALUE, "must have values of text, up to 500 characters");
            metadata.put(entry.getKey(), value);
        }
        return metadata;
    }

    private static String text(String field, JsonNode value, Pattern pattern, String rule) {
        if (!value.isString() || !pattern.matcher(value.stringValue()).matches()) {
            throw new InvalidChangeException(field, rule);
        }
        return value.stringValue();
    }
}
