/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.Precondition;
import dev.semel.http.ProblemType;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes what a handler's parameter of the type {@link Precondition} asks of requests into the document: its two header
 * fields, neither of which is required alone, and the problems that it makes of them.
 */
final class PreconditionContract implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {
    private final ProblemResponses problems;

    PreconditionContract(ProblemResponses problems) {
        this.problems = problems;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        Arrays.stream(handler.getMethodParameters())
                .filter(each -> each.nestedIfOptional().getNestedParameterType() == Precondition.class)
                .findFirst()
                .ifPresent(parameter -> {
                    withdraw(operation, parameter);
                    describe(operation, !parameter.isOptional());
                });
        return operation;
    }

    /** springdoc ignores a parameter of the type, but takes one that is wrapped in Optional for a query parameter. */
    private static void withdraw(Operation operation, MethodParameter parameter) {
        if (operation.getParameters() != null && parameter.getParameterType() == Optional.class) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            String name = parameter.getParameterName();
            operation
                    .getParameters()
                    .removeIf(each -> "query".equals(each.getIn()) && Objects.equals(each.getName(), name));
        }
    }

    @Override
    public void customise(OpenAPI document) {
        if (document.getPaths() != null) {
            problems.declare(document);
        }
    }

    private void describe(Operation operation, boolean required) {
        String need = required ? "One of If-Match and If-None-Match: * is required. " : "";
        complete(
                operation,
                "If-Match",
                need + "The ETag of the version that this request is to change, or * for any that is there; where the"
                        + " resource is another one by now, the answer is 412 and nothing is changed. A retry carries"
                        + " the same value.",
                "\"1\"");
        complete(
                operation,
                "If-None-Match",
                need + "* to make a resource only if there is none; else the answer is 412 and nothing is changed.",
                "*");
        Map<Integer, Set<ProblemType>> answers = new TreeMap<>(Map.of(
                ProblemType.INVALID_PRECONDITION.status(), Set.of(ProblemType.INVALID_PRECONDITION),
                ProblemType.PRECONDITION_FAILED.status(), Set.of(ProblemType.PRECONDITION_FAILED)));
        if (required) {
            answers.put(ProblemType.PRECONDITION_REQUIRED.status(), Set.of(ProblemType.PRECONDITION_REQUIRED));
        }
        problems.describe(operation, answers);
    }

    private static void complete(Operation operation, String name, String description, String example) {
        boolean present = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(each -> name.equalsIgnoreCase(each.getName()));
        if (!present) {
            operation.addParametersItem(new Parameter()
                    .in("header")
                    .name(name)
                    .description(description)
                    .required(false)
                    .schema(Schemas.of("string"))
                    .example(example));
        }
    }
}
