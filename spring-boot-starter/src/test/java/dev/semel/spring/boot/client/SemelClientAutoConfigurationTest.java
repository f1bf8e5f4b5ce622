/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.client.IdempotentSender;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.boot.SemelAutoConfiguration;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;

class SemelClientAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SemelAutoConfiguration.class,
                    SemelClientAutoConfiguration.class,
                    HttpClientAutoConfiguration.class));

    @Test
    void thereIsASenderForEachTargetAndNoClientIsTouched() {
        runner.withPropertyValues("semel.client.targets.bank.key.header-name=X-Bank-Key")
                .run(context -> {
                    IdempotentSenders senders = context.getBean(IdempotentSenders.class);
                    assertThat(context.getBean(IdempotentSender.class)).isSameAs(senders.of("default"));
                    assertThat(senders.of("bank")).isNotSameAs(senders.of("default"));
                    assertThatThrownBy(() -> senders.of("bonk"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("[bank, default]");
                    assertThat(context)
                            .doesNotHaveBean(RestClientCustomizer.class)
                            .doesNotHaveBean(RestTemplateCustomizer.class)
                            .doesNotHaveBean(WebClientCustomizer.class);
                });
    }

    @Test
    void theApplicationsOwnSenderIsTheDefaultOne() {
        IdempotentSender own = IdempotentSender.builder("own").build();
        runner.withBean(IdempotentSender.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(IdempotentSender.class)).isSameAs(own));
    }

    @Test
    void aCustomizerSeesEachTarget() {
        List<String> seen = new ArrayList<>();
        runner.withPropertyValues("semel.client.targets.bank.retry.max-attempts=3")
                .withBean(IdempotentSenderCustomizer.class, () -> (target, builder) -> seen.add(target))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(seen).containsExactly("bank", "default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "semel.client.targets.bank.key.header-name=not a name",
                "semel.client.targets.bank.key.lifetime=1s",
                "semel.client.targets.bank.retry.max-attempts=0",
                "semel.client.targets.bank.retry.deadline=-1s",
                "semel.client.targets.bank.retry.first-backoff=0s",
                "semel.client.targets.bank.retry.longest-backoff=1ms",
                "semel.client.targets.bank.answers.redirect-origins=eu.example.com",
                "semel.client.targets.bank.answers.markers=not a name",
                "semel.client.targets.bank.guards.circuit-breaker=bank",
                "semel.client.targets.bank.guards.rate-limiter=bank",
                "semel.client.targets.bank.guards.bulkhead=bank",
            })
    void aWrongValueFailsTheStartWithOneLineThatNamesTheTarget(String property) {
        runner.withPropertyValues(property).run(context -> {
            assertThat(setup(context.getStartupFailure()).problem())
                    .startsWith("semel.client.targets.bank: ")
                    .doesNotContain("\n");
        });
    }

    private static IdempotencySetupException setup(@Nullable Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof IdempotencySetupException setup) {
                return setup;
            }
        }
        throw new AssertionError("no setup exception", failure);
    }

    @Test
    void aRateLimiterOfTheRegistryIsPassed() {
        RateLimiterRegistry registry = RateLimiterRegistry.ofDefaults();
        registry.rateLimiter("bank");
        runner.withBean(RateLimiterRegistry.class, () -> registry)
                .withPropertyValues("semel.client.targets.bank.guards.rate-limiter=bank")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withBean(RateLimiterRegistry.class, () -> registry)
                .withPropertyValues("semel.client.targets.bank.guards.rate-limiter=bonk")
                .run(context -> assertThat(setup(context.getStartupFailure())).hasMessageContaining("bonk"));
        assertThat(registry.find("bonk")).isEmpty();
    }

    @Test
    void clientsThatFollowRedirectsByThemselvesAreRefused() {
        runner.withPropertyValues("semel.client.enabled=true")
                .run(context -> assertThat(setup(context.getStartupFailure()))
                        .hasMessageContaining("spring.http.clients.redirects=dont-follow"));
        runner.withPropertyValues("semel.client.enabled=true", "spring.http.clients.redirects=dont-follow")
                .run(context -> assertThat(context)
                        .hasSingleBean(RestClientCustomizer.class)
                        .hasSingleBean(RestTemplateCustomizer.class)
                        .hasSingleBean(WebClientCustomizer.class));
    }

    @Test
    void withoutTheLibraryNothingIsThere() {
        runner.withClassLoader(new FilteredClassLoader("dev.semel.client", "io.github.resilience4j"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("semelSenders"));
    }

    @Test
    void withoutTheLibraryItsPropertiesAreRefused() {
        runner.withClassLoader(new FilteredClassLoader("dev.semel.client", "io.github.resilience4j"))
                .withPropertyValues("semel.client.targets.bank.retry.max-attempts=3")
                .run(context -> assertThat(setup(context.getStartupFailure()))
                        .hasMessageContaining("semel-client is not on the class path"));
    }

    @Test
    void withoutClientsOfSpringBootNothingIsMissed() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.restclient", "org.springframework.boot.webclient"))
                .withPropertyValues("semel.client.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(IdempotentSender.class));
    }
}
