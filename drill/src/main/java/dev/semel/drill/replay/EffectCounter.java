/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import dev.semel.drill.Target;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that a GET answers as JSON and that changes by one whenever a mutation takes effect.
 *
 * @param target where it is
 * @param path with its query
 * @param pointer to a number, or to an array or object whose members count; empty for the whole answer
 */
public record EffectCounter(Target target, String path, String pointer) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Checks.
     *
     * @param target as above
     * @param path as above
     * @param pointer as above
     * @throws DrillException if the pointer is none
     */
    public EffectCounter {
        try {
            JsonPointer.compile(pointer);
        } catch (IllegalArgumentException e) {
            throw new DrillException(
                    "--count-pointer '" + HeaderLines.shown(pointer) + "' is no JSON pointer, such as /orders/total");
        }
    }

    /**
     * Reads a URL.
     *
     * @param url whole, or a path of the service
     * @param service against which a path is resolved
     * @param pointer as above
     * @return the counter
     * @throws DrillException if it cannot be read
     */
    public static EffectCounter parse(String url, Target service, String pointer) {
        if (!url.matches("[\\x21-\\x7e]+") || url.contains("#")) {
            throw new DrillException("--count '" + HeaderLines.shown(url) + "' is no URL or path");
        }
        if (url.startsWith("/")) {
            return new EffectCounter(service, url, pointer);
        }
        String[] parts = url.split("\\?", 2);
        Target whole = Target.parse(parts[0]);
        Target node = new Target(whole.host(), whole.port(), whole.tls(), "");
        String path = whole.base().isEmpty() ? "/" : whole.base();
        return new EffectCounter(node, parts.length > 1 ? path + '?' + parts[1] : path, pointer);
    }

    /** How often something took effect until now. */
    long read(Optional<String> token) {
        Request request = Request.of("GET", path).with("Accept: application/json");
        try (Wire wire = Wire.connect(target, PATIENCE)) {
            Answer answer = wire.send(token.map(each -> request.with("Authorization: Bearer " + each))
                            .orElse(request))
                    .read();
            JsonNode node = JSON.readTree(answer.body()).at(pointer);
            if (answer.status() == 200 && (node.isIntegralNumber() || node.isContainer())) {
                return node.isContainer() ? node.size() : node.asLong();
            }
            throw new DrillException("the counter " + target + path + " has no number, array or object at '" + pointer
                    + "'; it answered status " + answer.status());
        } catch (IOException | JacksonException e) {
            throw new DrillException("the counter " + target + path + " cannot be read: "
                    + (e instanceof IOException ? "no answer" : "no JSON"));
        }
    }
}
