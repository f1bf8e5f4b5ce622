/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import jakarta.json.JsonMergePatch;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON merge patch (RFC 7396): members replace members, null removes them. The merging is that of JSON-P; Jackson, which
 * has none, reads and writes, because it refuses what JSON-P would take, such as anything behind the document.
 */
final class MergePatch {

    static final String MEDIA_TYPE = "application/merge-patch+json";

    private static final JsonProvider JSON_P = JsonProvider.provider();
    private static final JsonMapper JACKSON = JsonMapper.shared();

    private final JsonMergePatch patch;

    MergePatch(JsonNode document) {
        this.patch = JSON_P.createMergePatch(value(document));
    }

    /** What becomes of a document; it stays as it is. */
    JsonNode applyTo(JsonNode document) {
        return JACKSON.readTree(patch.apply(value(document)).toString());
    }

    private static JsonValue value(JsonNode document) {
        try (var reader = JSON_P.createReader(new StringReader(document.toString()))) {
            return reader.readValue();
        }
    }
}
