/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.FirstSentRules;
import dev.semel.http.HttpOperation;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The header fields that a guarded request carries, as parameters of an operation. */
final class KeyParameters {
    private static final String REFERENCE = "#/components/parameters/";

    private final Operation operation;
    private final Components components;

    KeyParameters(Operation operation, Components components) {
        this.operation = operation;
        this.components = components;
    }

    void describe(List<HttpOperation> guarded, boolean required) {
        Map<String, KeyRules> names = new LinkedHashMap<>();
        guarded.stream()
                .filter(each -> each.policy().requests().requirement() != KeyRequirement.REFUSED)
                .map(each -> each.policy().keys())
                .forEach(rules -> rules.headerNames().forEach(name -> names.putIfAbsent(name, rules)));
        names.forEach((name, rules) -> complete(key(name, rules, required && isNeeded(name, guarded))));
        guarded.stream()
                .flatMap(each -> each.policy().requests().firstSent().stream())
                .findFirst()
                .ifPresent(rules -> complete(firstSent(rules, required && isAlwaysAsked(guarded))));
    }

    /** Whether no request fits that does not have this field. */
    private static boolean isNeeded(String name, List<HttpOperation> guarded) {
        return guarded.stream()
                .map(each -> each.policy().keys())
                .allMatch(rules ->
                        rules.places().size() == 1 && rules.headerNames().contains(name));
    }

    private static boolean isAlwaysAsked(List<HttpOperation> guarded) {
        return guarded.stream()
                .allMatch(each -> each.policy()
                                .requests()
                                .firstSent()
                                .map(FirstSentRules::required)
                                .orElse(false)
                        && each.policy().requests().requirement() == KeyRequirement.REQUIRED);
    }

    private static Parameter key(String name, KeyRules rules, boolean required) {
        KeyForm form = KeyForm.of(rules);
        StringBuilder text = new StringBuilder("A key of your own for this request, at most ")
                .append(rules.maxLength())
                .append(" characters; a retry carries the same one and gets the first answer. ")
                .append(form.description());
        if (rules.places().size() > 1) {
            text.append(" It may stand in ")
                    .append(rules.places().stream().map(KeyPlace::description).collect(Collectors.joining(", or ")))
                    .append("; if several are sent, they must agree.");
        }
        return header(name, text.toString(), required).schema(form.schema()).example(form.example());
    }

    private static Parameter firstSent(FirstSentRules rules, boolean required) {
        return header(
                        rules.headerName(),
                        "When this request was sent for the first time, as an HTTP date, with each retry. A request that"
                                + " is older than outcomes are kept is refused with 412.",
                        required)
                .schema(Schemas.of("string"))
                .example("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    private static Parameter header(String name, String description, boolean required) {
        return new Parameter().in("header").name(name).description(description).required(required);
    }

    private void complete(Parameter ours) {
        Optional<Parameter> present = find(ours.getName());
        if (present.isEmpty()) {
            operation.addParametersItem(ours);
        } else if (isWrittenHere(ours.getName())) {
            complete(present.get(), ours);
        }
    }

    private static void complete(Parameter present, Parameter ours) {
        if (present.getDescription() == null) {
            present.setDescription(ours.getDescription());
        }
        if (present.getRequired() == null) {
            present.setRequired(ours.getRequired());
        }
        if (present.getExample() == null && present.getExamples() == null) {
            present.setExample(ours.getExample());
        }
        if (present.getSchema() == null) {
            present.setSchema(present.getContent() == null ? ours.getSchema() : null);
        } else {
            complete(present.getSchema(), ours.getSchema());
        }
    }

    private static void complete(Schema<?> present, Schema<?> ours) {
        if (present.get$ref() != null) {
            return;
        }
        if (present.getMaxLength() == null) {
            present.setMaxLength(ours.getMaxLength());
        }
        if (present.getPattern() == null) {
            present.setPattern(ours.getPattern());
        }
        if (present.getFormat() == null) {
            present.setFormat(ours.getFormat());
        }
    }

    private Optional<Parameter> find(String name) {
        return parameters().stream()
                .filter(each -> isHeader(resolved(each), name))
                .findFirst();
    }

    /** A parameter among the components belongs to other operations too, and is left as it is. */
    private boolean isWrittenHere(String name) {
        return parameters().stream().anyMatch(each -> isHeader(each, name));
    }

    private List<Parameter> parameters() {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private static boolean isHeader(@Nullable Parameter parameter, String name) {
        return parameter != null && "header".equals(parameter.getIn()) && name.equalsIgnoreCase(parameter.getName());
    }

    private @Nullable Parameter resolved(Parameter parameter) {
        String reference = parameter.get$ref();
        if (reference == null || !reference.startsWith(REFERENCE) || components.getParameters() == null) {
            return parameter;
        }
        return components.getParameters().get(reference.substring(REFERENCE.length()));
    }
}
