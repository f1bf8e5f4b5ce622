/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.AnswerRules;
import dev.semel.http.HttpOperation;
import dev.semel.http.ReplayMarkers;
import dev.semel.servlet.SemelFilter;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header fields that the layer adds to the answers of handlers, recorded or replayed. */
final class RecordedAnswers {
    private static final Map<String, String> OTHERS = Map.of(
            "Idempotency-Replay",
            "omitted, if this replay comes without its body, which was too large to be kept",
            "Idempotency-Recorded",
            "no or unknown, if it is not certain that this answer was recorded");

    private final Operation operation;

    RecordedAnswers(Operation operation) {
        this.operation = operation;
    }

    void describe(List<HttpOperation> guarded) {
        if (operation.getResponses() == null) {
            return;
        }
        Map<String, Header> fields = new LinkedHashMap<>();
        guarded.forEach(each -> fields(each).forEach(fields::putIfAbsent));
        operation.getResponses().values().stream()
                .filter(each -> each.get$ref() == null)
                .forEach(each -> fields.forEach((name, field) -> complete(each, name, field)));
    }

    private static Map<String, Header> fields(HttpOperation operation) {
        AnswerRules rules = operation.policy().answers();
        Map<String, Header> fields = new LinkedHashMap<>();
        boolean marksFirst = rules.markers().first() == ReplayMarkers.FirstExecution.MARKED_FALSE;
        String marker = "true, if this is the recorded answer of the first request with the key"
                + (marksFirst ? "; false, if this is the first" : "");
        rules.markers().names().forEach(name -> fields.put(name, Schemas.header("boolean", marker)));
        rules.expiresHeader()
                .ifPresent(name -> fields.put(
                        name, Schemas.header("string", "until when this answer is replayed, as an HTTP date")));
        SemelFilter.exposedHeaders(operation.policy()).stream()
                .filter(OTHERS::containsKey)
                .forEach(name -> fields.put(name, Schemas.header("string", OTHERS.getOrDefault(name, ""))));
        return fields;
    }

    /** Names of header fields differ by more than their case. */
    static void complete(ApiResponse response, String name, Header header) {
        boolean present = response.getHeaders() != null
                && response.getHeaders().keySet().stream().anyMatch(name::equalsIgnoreCase);
        if (!present) {
            response.addHeaderObject(name, header);
        }
    }
}
