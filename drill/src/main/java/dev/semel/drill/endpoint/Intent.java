/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.wire.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One intended effect: what is the same in every request for it.
 *
 * @param values of its placeholders
 * @param request with its key
 * @param changed the same key with another payload
 * @param before how many effects there were before it
 */
record Intent(Map<String, String> values, Request request, Request changed, long before) {
    /** The placeholders that a description may have. */
    static final List<String> NAMES = List.of("key", "ref", "uuid", "n", "now");

    /** Values that nobody had before. */
    static Map<String, String> freshValues(long number, Instant now) {
        return Map.of(
                "key", UUID.randomUUID().toString(),
                "ref", "drill" + UUID.randomUUID().toString().replace("-", "").substring(0, 16),
                "uuid", UUID.randomUUID().toString(),
                "n", Long.toString(number),
                "now", now.toString());
    }

    Intent countedFrom(long effects) {
        return new Intent(values, request, changed, effects);
    }
}
