/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.BodyLimits;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyFormat;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyPreset;
import dev.semel.http.KeyRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SemelPropertiesTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "semel.default.mode=both",
                "semel.default.lease=1ms",
                "semel.default.lease=soon",
                "semel.default.retention=1s",
                "semel.default.wait=soon",
                "semel.default.leese=1s",
                "semel.secret=tiny",
                "semel.encryption.active=2026",
                "semel.encryption.keys.2026=c2hvcnQ=",
                "semel.http.methods=GET",
                "semel.http.public-scope= ",
                "semel.http.key.max-length=5000",
                "semel.http.key.header-names=not a name",
                "semel.http.key.sources=not a place",
                "semel.http.key.sources=json:k",
                "semel.http.key.preset=nobody",
                "semel.http.key.requirement=perhaps",
                "semel.http.early-data=perhaps",
                "semel.http.key.scope=tenant",
                "semel.http.fingerprint.headers=not a name",
                "semel.http.first-sent.header-name=not a name",
                "semel.http.first-sent.tolerance=-1s",
                "semel.http.body.max-request=1KB",
                "semel.http.body.memory=4GB",
                "semel.http.body.max-held=-1B",
                "semel.http.answer.mismatch-status=500",
                "semel.http.answer.expires-header=not a name",
                "semel.http.answer.server-errors=ignore",
                "semel.jdbc.schema=a;b",
                "semel.jdbc.timeout=1ms",
                "semel.jdbc.senders=65",
                "semel.purge.interval=1ms",
                "semel.purge.batch=0",
                "semel.client.enabled=perhaps",
                "semel.client.default.key.notation=shouted",
                "semel.client.default.key.source=inbound",
                "semel.client.default.retry.deadline=soon",
                "semel.client.targets.bank.retry.deadlyne=1s",
                "semel.porge.batch=5"
            })
    void aWrongValueFailsAtStartAndNamesTheProperty(String property) {
        String name = property.substring(0, property.indexOf('='));

        runner.withPropertyValues(property).run(context -> {
            Throwable failure = context.getStartupFailure();
            assertThat(failure).isNotNull();
            assertThat(messages(failure)).anyMatch(message -> message.contains(name));
        });
    }

    @Test
    void aToleranceOfTheWholeRetentionFailsAtStart() {
        runner.withPropertyValues("semel.http.first-sent.enabled=true", "semel.http.first-sent.tolerance=24h")
                .run(context -> assertThat(messages(context.getStartupFailure()))
                        .anyMatch(message -> message.contains("semel.http.first-sent.tolerance (PT24H)")));
    }

    @Test
    void theSecretIsNotTold() {
        runner.withPropertyValues("semel.secret=tiny-secret")
                .run(context -> assertThat(messages(context.getStartupFailure()))
                        .noneMatch(message -> message.contains("tiny-secret")));
        runner.withPropertyValues("semel.secret=0123456789abcdef").run(context -> assertThat(
                        context.getBean(SemelProperties.class).toString())
                .doesNotContain("0123456789abcdef"));
    }

    @Test
    void encryptionKeysAreNotTold() {
        String key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        for (String wrong : List.of(key + "!", "c2hvcnQ-c2VjcmV0")) {
            runner.withPropertyValues("semel.encryption.active=now", "semel.encryption.keys.now=" + wrong)
                    .run(context -> assertThat(messages(context.getStartupFailure()))
                            .anyMatch(message -> message.contains("semel.encryption.keys.now is no Base64"))
                            .noneMatch(message -> message.contains(wrong)));
        }
        runner.withPropertyValues("semel.encryption.active=now", "semel.encryption.keys.now=" + key)
                .run(context -> assertThat(
                                context.getBean(SemelProperties.class).toString())
                        .contains("now")
                        .doesNotContain(key));
    }

    @Test
    void aModeWithoutAStoreFailsAtStart() {
        runner.withPropertyValues("semel.default.mode=joined")
                .run(context -> assertThat(messages(context.getStartupFailure()))
                        .anyMatch(message -> message.contains("semel.default.mode is JOINED")));
    }

    @Test
    void limitsOfBodiesAreThoseOfTheProperties() {
        runner.run(context -> assertThat(limits(context)).isEqualTo(BodyLimits.standard()));
        runner.withPropertyValues("semel.http.body.max-held=1KB").run(context -> assertThat(limits(context))
                .isEqualTo(BodyLimits.standard().withMaxHeldBytes(1024)));
    }

    @Test
    void sourcesAndHeaderNamesAreOneChoice() {
        runner.withPropertyValues("semel.http.key.sources=query:k", "semel.http.key.header-names=X-Key")
                .run(context -> assertThat(messages(context.getStartupFailure()))
                        .anyMatch(message -> message.contains("semel.http.key.sources is in place of")));
    }

    @Test
    void withoutAPresetKeysAreReadFromHeaderFields() {
        runner.run(context -> assertThat(policy(context).keys()).isEqualTo(KeyRules.standard()));
        runner.withPropertyValues("semel.http.key.header-names=X-Key", "semel.http.key.max-length=10")
                .run(context -> assertThat(policy(context).keys())
                        .isEqualTo(KeyRules.standard().withHeaderNames("X-Key").withMaxLength(10)));
    }

    @Test
    void aPresetIsRefinedByTheOtherProperties() {
        runner.withPropertyValues("semel.http.key.preset=stripe").run(context -> {
            assertThat(policy(context)).isEqualTo(KeyPreset.STRIPE.applyTo(policy(context)));
            assertThat(policy(context).answers().markers().names()).containsExactly("Idempotent-Replayed");
        });
        runner.withPropertyValues(
                        "semel.http.key.preset=square",
                        "semel.http.key.max-length=36",
                        "semel.http.key.format=uuid",
                        "semel.http.key.sources=header:Idempotency-Key,json:/idempotency_key",
                        "semel.http.answer.markers=X-Replayed")
                .run(context -> {
                    assertThat(policy(context).keys())
                            .isEqualTo(KeyPreset.SQUARE
                                    .rules()
                                    .withMaxLength(36)
                                    .withFormat(KeyFormat.UUID)
                                    .withPlaces(
                                            new KeyPlace.Header("Idempotency-Key"),
                                            new KeyPlace.JsonBody("/idempotency_key")));
                    assertThat(policy(context).answers().markers().names()).containsExactly("X-Replayed");
                });
    }

    private static HttpPolicy policy(ApplicationContext context) {
        return context.getBean(SemelProperties.class).http().policy();
    }

    private static BodyLimits limits(ApplicationContext context) {
        return context.getBean(SemelProperties.class).http().policy().requests().limits();
    }

    @Test
    void everyPropertyIsDescribedInTheMetadata() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = JsonMapper.shared().readTree(in).get("properties");
            List<String> described = new ArrayList<>();
            properties.forEach(each -> {
                assertThat(each.path("description").asString(""))
                        .as(each.get("name").asString())
                        .isNotBlank();
                described.add(each.get("name").asString());
            });
            assertThat(described)
                    .contains(
                            "semel.secret",
                            "semel.encryption.active",
                            "semel.encryption.keys",
                            "semel.default.lease",
                            "semel.default.retention",
                            "semel.default.wait",
                            "semel.default.mode",
                            "semel.http.paths",
                            "semel.http.key.scope",
                            "semel.http.key.sources",
                            "semel.http.key.preset",
                            "semel.http.early-data",
                            "semel.http.fingerprint.headers",
                            "semel.http.first-sent.tolerance",
                            "semel.http.answer.expires-header",
                            "semel.http.body.max-held",
                            "semel.jdbc.schema",
                            "semel.jdbc.initialize-schema",
                            "semel.cache.enabled",
                            "semel.cache.max-bytes",
                            "semel.cache.max-age",
                            "semel.jdbc.senders",
                            "semel.client.enabled",
                            "semel.client.default.key.source",
                            "semel.client.default.retry.max-attempts",
                            "semel.client.targets",
                            "semel.purge.interval",
                            "semel.purge.batch");
        }
    }

    private static List<String> messages(@Nullable Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.add(String.valueOf(cause.getMessage()));
            messages.add(cause.toString());
        }
        return messages;
    }
}
