/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.ProblemType;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document of an application with the defaults. */
class GuardedContractTest {
    private static final String PROBLEM = "application/problem+json";

    private static ApiDocument api;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        api = new ApiDocument();
        document = api.read("/v3/api-docs");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static JsonNode operation(String path, String method) {
        JsonNode operation = document.path("paths").path(path).path(method);
        assertThat(operation.isObject()).as("%s %s", method, path).isTrue();
        return operation;
    }

    private static JsonNode key(JsonNode operation) {
        List<JsonNode> keys = ApiDocument.headers(operation, "Idempotency-Key");
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    @Test
    void aGuardedOperationNamesItsKey() {
        JsonNode key = key(operation("/payments", "post"));

        assertThat(key.path("required").asBoolean()).isTrue();
        assertThat(key.path("description").asString()).contains("255 characters");
        assertThat(key.path("schema").path("type").asString()).isEqualTo("string");
        assertThat(key.path("schema").has("maxLength")).isFalse();
        Pattern pattern = Pattern.compile(key.path("schema").path("pattern").asString());
        String example = key.path("example").asString();
        assertThat(List.of(
                        example,
                        '"' + example + '"',
                        "order-42:refund",
                        "\"with space\";a=b",
                        "k".repeat(255),
                        '"' + "\\\"".repeat(255) + '"'))
                .allMatch(each -> pattern.matcher(each).find());
        assertThat(List.of("", "with space", "-x", "\"\"", "k".repeat(256)))
                .noneMatch(each -> pattern.matcher(each).find());
    }

    @Test
    void whatTheDocumentShowsIsTaken() throws Exception {
        String example = key(operation("/payments", "post")).path("example").asString();

        assertThat(api.post("/payments", "Idempotency-Key", example).statusCode())
                .isEqualTo(200);
        assertThat(api.post("/payments", "Idempotency-Key", '"' + example + '"')
                        .headers()
                        .map())
                .containsKey("idempotency-replayed");
    }

    @Test
    void aGuardedOperationNamesTheLayersProblems() {
        JsonNode responses = operation("/payments", "post").path("responses");

        for (String status : List.of("400", "409", "413", "422", "503")) {
            JsonNode content = responses.path(status).path("content");
            assertThat(content.path(PROBLEM).path("schema").path("$ref").asString())
                    .as(status)
                    .isEqualTo("#/components/schemas/IdempotencyProblem");
            assertThat(responses.path(status).path("description").asString()).isNotBlank();
        }
        assertThat(responses.has("412")).isFalse();
        assertThat(examples(responses, "400")).containsExactlyInAnyOrder("missing-key", "invalid-key");
        assertThat(examples(responses, "409")).containsExactlyInAnyOrder("conflict", "indeterminate");
        assertThat(examples(responses, "422")).containsExactly("fingerprint-mismatch");
        assertThat(responses.path("409").path("headers").has("Retry-After")).isTrue();
        assertThat(responses.path("503").path("headers").has("Retry-After")).isTrue();
        assertThat(responses.path("422").path("headers").has("Retry-After")).isFalse();
    }

    private static List<String> examples(JsonNode responses, String status) {
        return List.copyOf(responses
                .path(status)
                .path("content")
                .path(PROBLEM)
                .path("examples")
                .propertyNames());
    }

    @Test
    void aProblemIsWhatItsSchemaSays() throws Exception {
        JsonNode schema = document.path("components").path("schemas").path("IdempotencyProblem");
        HttpResponse<String> refused = api.post("/payments");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains(PROBLEM);
        JsonNode problem = tools.jackson.databind.json.JsonMapper.shared().readTree(refused.body());
        assertThat(schema.path("properties").propertyNames()).containsAll(problem.propertyNames());
        assertThat(schema.path("properties").path("status").path("type").asString())
                .isEqualTo("integer");
        JsonNode codes = schema.path("properties").path("code").path("enum");
        assertThat(codes.valueStream().map(JsonNode::asString).toList())
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(ProblemType::code)
                        .toList());
        assertThat(examples(operation("/payments", "post").path("responses"), "400"))
                .contains(problem.path("code").asString());
    }

    @Test
    void theHandlersAnswersCarryTheMarkersAndTheLayersProblemsDoNot() {
        JsonNode responses = operation("/payments", "post").path("responses");

        assertThat(responses.path("200").path("headers").propertyNames())
                .containsExactlyInAnyOrder("Idempotency-Replayed", "Idempotency-Replay", "Idempotency-Recorded");
        assertThat(responses.path("422").path("headers").has("Idempotency-Replayed"))
                .isFalse();
    }

    @Test
    void anExtensionTellsTheRetentionBeforeTheFirstCall() {
        JsonNode facts = operation("/payments", "post").path("x-idempotency");

        assertThat(facts.path("headers").valueStream().map(JsonNode::asString).toList())
                .containsExactly("Idempotency-Key");
        assertThat(facts.path("required").asBoolean()).isTrue();
        assertThat(facts.path("syntax").asString()).isEqualTo("dual");
        assertThat(facts.path("retention").asString()).isEqualTo("PT24H");
        assertThat(facts.path("scope").asString()).isEqualTo("operation");
        assertThat(facts.path("mode").asString()).isEqualTo("leased");
        assertThat(facts.path("methods").valueStream().map(JsonNode::asString).toList())
                .containsExactly("PATCH", "POST");
    }

    @Test
    void anAnnotationsOwnSettingsAreShown() {
        JsonNode notes = operation("/notes", "post");

        assertThat(key(notes).path("required").asBoolean(false)).isFalse();
        assertThat(notes.path("x-idempotency").path("retention").asString()).isEqualTo("PT1H");
        assertThat(examples(notes.path("responses"), "400")).containsExactly("invalid-key");
    }

    @Test
    void whatIsNotGuardedIsUntouched() {
        for (JsonNode free :
                List.of(operation("/payments", "get"), operation("/free", "post"), operation("/any", "get"))) {
            assertThat(ApiDocument.headers(free, "Idempotency-Key")).isEmpty();
            assertThat(free.path("responses").propertyNames()).containsExactly("200");
            assertThat(free.has("x-idempotency")).isFalse();
        }
    }

    @Test
    void aHandlerForAllMethodsIsGuardedForThoseThatAre() {
        key(operation("/any", "post"));
        key(operation("/any", "patch"));
        assertThat(ApiDocument.headers(operation("/any", "put"), "Idempotency-Key"))
                .isEmpty();
    }

    @Test
    void aVariableWithAnExpressionIsFound() {
        key(operation("/orders/{id}/items", "post"));
    }

    @Test
    void aConfiguredPathIsFound() throws Exception {
        key(operation("/legacy/{id}", "post"));
        assertThat(api.post("/legacy/7").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsWrittenByHandStaysAndIsCompleted() {
        JsonNode written = operation("/written", "post");
        JsonNode key = key(written);

        assertThat(key.path("name").asString()).isEqualTo("idempotency-key");
        assertThat(key.path("description").asString()).isEqualTo("Mine");
        assertThat(key.path("required").asBoolean(false)).isFalse();
        assertThat(key.path("schema").path("maxLength").asInt()).isEqualTo(7);
        assertThat(key.path("schema").path("pattern").asString("")).isNotEmpty();
        JsonNode taken = written.path("responses").path("409");
        assertThat(taken.path("description").asString()).isEqualTo("Taken by somebody else");
        assertThat(taken.path("content").propertyNames()).containsExactlyInAnyOrder("text/plain", PROBLEM);
        assertThat(taken.path("headers").propertyNames()).contains("Retry-After", "Idempotency-Replayed");
        assertThat(written.path("responses").path("200").path("description").asString())
                .isEqualTo("Written");
    }

    @Test
    void aKeyIsNotRequiredWhereAnotherHandlerOfThePathTakesNone() throws Exception {
        JsonNode shared = operation("/shared", "post");

        assertThat(key(shared).path("required").asBoolean(false)).isFalse();
        assertThat(shared.path("x-idempotency").path("required").asBoolean()).isFalse();
    }

    @Test
    void aGroupsDocumentSaysTheSame() throws Exception {
        JsonNode group = api.read("/v3/api-docs/pay");

        assertThat(group.path("paths").propertyNames()).containsExactly("/payments");
        assertThat(group.path("paths").path("/payments").path("post")).isEqualTo(operation("/payments", "post"));
        assertThat(group.path("components").path("schemas").has("IdempotencyProblem"))
                .isTrue();
    }

    @Test
    void theDocumentIsTheSameEachTime() throws Exception {
        assertThat(api.read("/v3/api-docs")).isEqualTo(document);
    }
}
