/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.board.BoardApplication;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/** Preconditions of handlers in the document. */
class PreconditionContractTest {
    private static final String PROBLEM = "/content/application~1problem+json";

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "observe"})
    void aPreconditionIsItsTwoHeaderFieldsAndNoParameterOfItsOwn(String mode) throws Exception {
        try (ApiDocument api = new ApiDocument(BoardApplication.class, "semel.http.mode=" + mode)) {
            JsonNode document = api.read("/v3/api-docs");
            JsonNode put = document.at("/paths/~1notes~1{id}/put");

            assertThat(put.path("parameters")
                            .valueStream()
                            .map(each -> each.path("name").asString())
                            .toList())
                    .containsExactlyInAnyOrder("id", "If-Match", "If-None-Match");
            JsonNode ifMatch = ApiDocument.headers(put, "If-Match").get(0);
            assertThat(ifMatch.path("required").asBoolean(false)).isFalse();
            assertThat(ifMatch.path("description").asString()).contains("is required");
            assertThat(put.path("responses").propertyNames()).contains("400", "412", "428");
            assertThat(put.at("/responses/412" + PROBLEM + "/schema/$ref").asString())
                    .isEqualTo("#/components/schemas/IdempotencyProblem");
            assertThat(document.at("/components/schemas").propertyNames()).containsExactly("IdempotencyProblem");
        }
    }

    @Test
    void oneThatIsOptionalIsNotAskedFor() throws Exception {
        try (ApiDocument api = new ApiDocument(BoardApplication.class)) {
            JsonNode delete = api.read("/v3/api-docs").at("/paths/~1notes~1{id}/delete");

            assertThat(ApiDocument.headers(delete, "If-Match")
                            .get(0)
                            .path("description")
                            .asString())
                    .doesNotContain("is required");
            assertThat(delete.path("parameters").size()).isEqualTo(3);
            assertThat(delete.path("responses").propertyNames()).contains("412").doesNotContain("428");
        }
    }

    @Test
    void itStandsBesideTheKey() throws Exception {
        try (ApiDocument api = new ApiDocument(BoardApplication.class)) {
            JsonNode patch = api.read("/v3/api-docs").at("/paths/~1notes~1{id}/patch");

            assertThat(ApiDocument.headers(patch, "Idempotency-Key")).hasSize(1);
            assertThat(ApiDocument.headers(patch, "If-Match")).hasSize(1);
            assertThat(patch.at("/responses/400" + PROBLEM + "/examples").propertyNames())
                    .containsExactlyInAnyOrder("invalid-precondition", "missing-key", "invalid-key");
            assertThat(patch.at("/responses/400/description").asString())
                    .contains("invalid-precondition", "missing-key");
        }
    }

    @Test
    void whatHasNoneIsUntouched() throws Exception {
        try (ApiDocument api = new ApiDocument(BoardApplication.class)) {
            JsonNode get = api.read("/v3/api-docs").at("/paths/~1notes~1{id}/get");

            assertThat(get.path("parameters").size()).isEqualTo(1);
            assertThat(get.path("responses").propertyNames()).containsExactly("200");
        }
    }

    @Test
    void parametersWrittenByHandStayNamedOrNotAndProblemsAreToldOnce() throws Exception {
        HandlerMethod delete = new HandlerMethod(
                new BoardApplication.Board(),
                BoardApplication.Board.class.getDeclaredMethod("delete", String.class, Optional.class));
        Operation operation = new Operation()
                .addParametersItem(new Parameter().in("query").description("nameless"))
                .addParametersItem(new Parameter().in("query").name("expected"))
                .addParametersItem(new Parameter().in("query").name("other"));
        PreconditionContract contract = new PreconditionContract(new ProblemResponses(true));

        contract.customize(operation, delete);
        String once = refusal(operation);
        contract.customize(operation, delete);

        assertThat(operation.getParameters())
                .extracting(Parameter::getName)
                .containsExactly(null, "other", "If-Match", "If-None-Match");
        assertThat(refusal(operation)).isEqualTo(once);
    }

    private static String refusal(Operation operation) {
        return Objects.requireNonNull(operation.getResponses().get("412")).getDescription();
    }
}
