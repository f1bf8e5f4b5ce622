/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.ProblemRenderer;
import dev.semel.spring.boot.SemelAutoConfiguration;
import dev.semel.spring.boot.SemelWebAutoConfiguration;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import tools.jackson.databind.JsonNode;

/** The document under other properties, and where there is none. */
class ConfiguredContractTest {
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SemelAutoConfiguration.class,
                    SemelWebAutoConfiguration.class,
                    SemelOpenApiAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withPropertyValues("semel.http.public-scope=everybody", "semel.http.paths=/legacy/**");

    @Test
    void thePropertiesAreInTheDocument() throws Exception {
        try (ApiDocument api = new ApiDocument(
                "springdoc.api-docs.version=openapi_3_0",
                "semel.http.key.header-names=Idempotency-Key,X-Request-Key",
                "semel.http.key.syntax=strict",
                "semel.http.key.format=uuid",
                "semel.http.key.max-length=36",
                "semel.http.key.scope=principal",
                "semel.http.first-sent.enabled=true",
                "semel.http.first-sent.required=true",
                "semel.http.answer.mismatch-status=409",
                "semel.http.answer.markers=Idempotent-Replayed",
                "semel.http.answer.expires-header=Idempotency-Expires")) {
            JsonNode pay =
                    api.read("/v3/api-docs").path("paths").path("/payments").path("post");

            for (String name : List.of("Idempotency-Key", "X-Request-Key")) {
                JsonNode key = ApiDocument.headers(pay, name).get(0);
                assertThat(key.path("required").asBoolean(false)).isFalse();
                assertThat(key.path("description").asString())
                        .contains("Idempotency-Key", "X-Request-Key", "must agree");
                assertThat(key.path("schema").path("type").asString()).isEqualTo("string");
                Pattern pattern =
                        Pattern.compile(key.path("schema").path("pattern").asString());
                String example = key.path("example").asString();
                assertThat(example).startsWith("\"").matches(each -> pattern.matcher(each)
                        .find());
                assertThat(pattern.matcher(example.replace("\"", "")).find()).isFalse();
            }
            JsonNode firstSent =
                    ApiDocument.headers(pay, "Repeatability-First-Sent").get(0);
            assertThat(firstSent.path("required").asBoolean()).isTrue();
            JsonNode responses = pay.path("responses");
            assertThat(responses.propertyNames()).contains("412").doesNotContain("422", "425", "428", "501");
            assertThat(responses
                            .at("/412/content/application~1problem+json/examples")
                            .propertyNames())
                    .containsExactly("expired-key");
            assertThat(responses.path("409").path("description").asString()).contains("fingerprint-mismatch");
            assertThat(responses.path("200").path("headers").propertyNames())
                    .contains("Idempotent-Replayed", "Idempotency-Expires")
                    .doesNotContain("Idempotency-Replayed");
            assertThat(pay.path("x-idempotency").path("scope").asString()).isEqualTo("principal");
        }
    }

    @Test
    void withoutSpringdocNothingIsThereAndNothingIsMissed() {
        web.withClassLoader(new FilteredClassLoader("org.springdoc", "io.swagger"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("semelOpenApiCustomizer"));
    }

    @Test
    void whatIsOnlyObservedIsNotPromised() {
        web.withPropertyValues("semel.http.mode=observe")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("semelOpenApiCustomizer"));
    }

    @Test
    void problemsOfTheApplicationsOwnFormHaveNoSchemaOfOurs() {
        web.withBean(ProblemRenderer.class, ProblemRenderer::problemJson).run(context -> {
            Operation operation = new Operation();
            OpenAPI document =
                    new OpenAPI().paths(new Paths().addPathItem("/legacy/{id}", new PathItem().post(operation)));
            context.getBean(GlobalOpenApiCustomizer.class).customise(document);

            assertThat(operation.getResponses()).containsKeys("400", "409", "503");
            assertThat(operation.getResponses().values())
                    .allSatisfy(each -> assertThat(each.getContent()).isNull());
            assertThat(document.getComponents().getSchemas()).isNull();
        });
    }

    @Test
    void aDocumentWithoutPathsIsLeftAlone() {
        web.run(context -> {
            OpenAPI document = new OpenAPI();
            context.getBean(GlobalOpenApiCustomizer.class).customise(document);
            assertThat(document.getComponents()).isNull();
        });
    }
}
