/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.wire.Answer;
import java.net.URI;
import java.net.URISyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem document, or what stands in its place.
 *
 * @param type empty if it has none
 * @param title empty if it has none
 * @param code empty if it has none
 * @param status 0 if it has none
 */
record Problem(String type, String title, String code, int status) {
    private static final JsonMapper JSON = new JsonMapper();

    static Problem of(Answer answer) {
        try {
            JsonNode root = JSON.readTree(answer.body());
            return new Problem(
                    root.path("type").asString(""),
                    root.path("title").asString(""),
                    root.path("code").asString(""),
                    root.path("status").asInt(0));
        } catch (JacksonException e) {
            return new Problem("", "", "", 0);
        }
    }

    boolean hasAbsoluteType() {
        try {
            return new URI(type).isAbsolute() && !type.startsWith("about:");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
