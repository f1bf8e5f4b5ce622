/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyRequirement;
import dev.semel.spring.web.MvcOperations;
import dev.semel.spring.web.RouteOperations;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Writes what the filter does with requests into the document. The filter's own rules are asked for each path and method,
 * so that what is documented is what is guarded. What somebody has written by hand stays, and is completed. Where several
 * handlers share a path, what holds for all of them is written: the shortest retention, and a key that is required only
 * if it is for each.
 */
final class GuardedContract implements GlobalOpenApiCustomizer {
    static final String EXTENSION = "x-idempotency";

    private final MvcOperations operations;
    private final ProblemResponses problems;

    GuardedContract(MvcOperations operations, ProblemResponses problems) {
        this.operations = operations;
        this.problems = problems;
    }

    @Override
    public void customise(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        Components components = document.getComponents();
        document.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            RouteOperations route = operations.describe(method.name(), path);
            if (!route.guarded().isEmpty()) {
                describe(operation, route, components);
            }
        }));
        problems.declare(document);
    }

    private void describe(Operation operation, RouteOperations route, Components components) {
        boolean required = route.complete()
                && route.guarded().stream()
                        .allMatch(each -> each.policy().requests().requirement() == KeyRequirement.REQUIRED);
        new KeyParameters(operation, components).describe(route.guarded(), required);
        // first, as it is for the answers of handlers only
        new RecordedAnswers(operation).describe(route.guarded());
        problems.describe(operation, route.guarded());
        if (operation.getExtensions() == null || !operation.getExtensions().containsKey(EXTENSION)) {
            operation.addExtension(EXTENSION, extension(strictest(route), required));
        }
    }

    private static HttpOperation strictest(RouteOperations route) {
        return route.guarded().stream()
                .min(Comparator.comparing(GuardedContract::retention))
                .orElseThrow();
    }

    private static Map<String, Object> extension(HttpOperation operation, boolean required) {
        HttpPolicy policy = operation.policy();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("headers", policy.keys().headerNames());
        facts.put("sources", policy.keys().places().stream().map(KeyPlace::text).toList());
        facts.put("required", required);
        facts.put("refused", policy.requests().requirement() == KeyRequirement.REFUSED);
        facts.put("syntax", word(policy.keys().syntax()));
        facts.put("retention", retention(operation).toString());
        facts.put("scope", word(policy.keys().scope()));
        facts.put("mode", word(operation.mode()));
        facts.put("methods", new TreeSet<>(policy.requests().methods()));
        return facts;
    }

    private static Duration retention(HttpOperation operation) {
        return operation.operation().policy().retention();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
