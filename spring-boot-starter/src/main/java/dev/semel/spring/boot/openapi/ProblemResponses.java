/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.EarlyData;
import dev.semel.http.HttpOperation;
import dev.semel.http.KeyRequirement;
import dev.semel.http.ProblemType;
import dev.semel.http.RequestRules;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The problems that the layer itself and preconditions answer, as responses of an operation. */
final class ProblemResponses {
    static final String SCHEMA = "IdempotencyProblem";
    private static final String REFERENCE = "#/components/schemas/" + SCHEMA;
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final Set<ProblemType> RETRYABLE = EnumSet.of(ProblemType.CONFLICT, ProblemType.STORE_UNAVAILABLE);

    private final boolean known;

    /** Whether the problems are documents of RFC 9457; else they are of a form that is the application's. */
    ProblemResponses(boolean known) {
        this.known = known;
    }

    /** Adds the schema to a document in which a response refers to it. */
    void declare(OpenAPI document) {
        boolean used = document.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .filter(each -> each.getResponses() != null)
                .flatMap(each -> each.getResponses().values().stream())
                .filter(each -> each.getContent() != null)
                .anyMatch(each -> isOurs(each.getContent().get(MEDIA_TYPE)));
        if (!used) {
            return;
        }
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        Components components = document.getComponents();
        if (components.getSchemas() == null || !components.getSchemas().containsKey(SCHEMA)) {
            components.addSchemas(SCHEMA, schema());
        }
    }

    void describe(Operation operation, List<HttpOperation> guarded) {
        Map<Integer, Set<ProblemType>> byStatus = new TreeMap<>();
        guarded.forEach(each -> types(each).forEach(type -> byStatus.computeIfAbsent(
                        status(type, each), ignored -> EnumSet.noneOf(ProblemType.class))
                .add(type)));
        describe(operation, byStatus);
    }

    void describe(Operation operation, Map<Integer, Set<ProblemType>> byStatus) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        byStatus.forEach((status, types) -> complete(
                operation.getResponses().computeIfAbsent(String.valueOf(status), ignored -> new ApiResponse()),
                status,
                types));
    }

    /** Those of the layer itself; preconditions are the handler's. */
    private static Set<ProblemType> types(HttpOperation operation) {
        RequestRules rules = operation.policy().requests();
        if (rules.requirement() == KeyRequirement.REFUSED) {
            return EnumSet.of(ProblemType.KEY_REFUSED);
        }
        Set<ProblemType> types = EnumSet.of(
                ProblemType.INVALID_KEY,
                ProblemType.CONFLICT,
                ProblemType.PAYLOAD_TOO_LARGE,
                ProblemType.STORE_UNAVAILABLE,
                ProblemType.INDETERMINATE);
        if (rules.requirement() == KeyRequirement.REQUIRED) {
            types.add(ProblemType.MISSING_KEY);
        }
        if (!rules.digests().isEmpty()) {
            types.add(ProblemType.FINGERPRINT_MISMATCH);
        }
        if (rules.firstSent().isPresent()) {
            types.addAll(EnumSet.of(ProblemType.INVALID_FIRST_SENT, ProblemType.EXPIRED_KEY));
        }
        if (rules.earlyData() == EarlyData.REJECT) {
            types.add(ProblemType.TOO_EARLY);
        }
        return types;
    }

    private static int status(ProblemType type, HttpOperation operation) {
        return type == ProblemType.FINGERPRINT_MISMATCH
                ? operation.policy().answers().mismatchStatus()
                : type.status();
    }

    private void complete(ApiResponse response, int status, Set<ProblemType> types) {
        if (response.get$ref() != null) {
            return;
        }
        Content content = response.getContent() == null ? new Content() : response.getContent();
        boolean ours = isOurs(content.get(MEDIA_TYPE));
        String present = String.valueOf(response.getDescription());
        String text = types.stream()
                // two handlers of one path say the same
                .filter(type -> !present.contains("`" + type.code() + "`"))
                .map(type -> "`" + type.code() + "`: " + type.title() + ". " + type.detail())
                .collect(Collectors.joining("\n\n"));
        if (response.getDescription() == null) {
            response.setDescription(text);
        } else if (ours && !text.isEmpty()) {
            response.setDescription(response.getDescription() + "\n\n" + text);
        }
        if (types.stream().anyMatch(RETRYABLE::contains)) {
            Header header = Schemas.header("integer", "after how many seconds to send the same request again");
            RecordedAnswers.complete(response, "Retry-After", header);
        }
        if (known && (ours || !content.containsKey(MEDIA_TYPE))) {
            MediaType problem = content.computeIfAbsent(
                    MEDIA_TYPE, ignored -> new MediaType().schema(new Schema<>().$ref(REFERENCE)));
            types.forEach(type -> problem.addExamples(
                    type.code(), new Example().summary(type.title()).value(document(status, type))));
            response.setContent(content);
        }
    }

    /** Written here before, for problems of another kind with the same status. */
    private static boolean isOurs(@Nullable MediaType content) {
        return content != null
                && content.getSchema() != null
                && REFERENCE.equals(content.getSchema().get$ref());
    }

    private static Map<String, Object> document(int status, ProblemType type) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", type.uri());
        document.put("title", type.title());
        document.put("status", status);
        document.put("code", type.code());
        document.put("detail", type.detail());
        return document;
    }

    private static Schema<Object> schema() {
        Schema<Object> code = Schemas.of("string");
        code.setDescription("what happened; a problem without a type of its own has none");
        for (ProblemType type : ProblemType.values()) {
            code.addEnumItemObject(type.code());
        }
        Schema<Object> type = Schemas.of("string");
        type.setFormat("uri");
        Schema<Object> status = Schemas.of("integer");
        status.setFormat("int32");
        Schema<Object> schema = Schemas.of("object");
        schema.setDescription("A problem document of RFC 9457 about an idempotency key or a precondition.");
        schema.addProperty("type", type);
        schema.addProperty("title", Schemas.of("string"));
        schema.addProperty("status", status);
        schema.addProperty("code", code);
        schema.addProperty("detail", Schemas.of("string"));
        schema.setRequired(new ArrayList<>(List.of("type", "title", "status", "detail")));
        return schema;
    }
}
