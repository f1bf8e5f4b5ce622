/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSender;
import dev.semel.spring.boot.ClientProperties;
import dev.semel.spring.boot.SemelAutoConfiguration;
import dev.semel.spring.boot.SemelProperties;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * With {@code semel-client}: a sender for each target. A sender is there to be used; nothing is sent through it unless
 * somebody does so, or says {@code semel.client.enabled=true}. Retrying every client of an application because a jar is on
 * its class path would surprise: services that know no keys would get theirs, and a call could take minutes.
 */
@AutoConfiguration(after = SemelAutoConfiguration.class)
@ConditionalOnClass(IdempotentSender.class)
@Import({ImperativeClientConfiguration.class, ReactiveClientConfiguration.class})
public final class SemelClientAutoConfiguration {
    /** Made by Spring Boot. */
    public SemelClientAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    IdempotentSenders semelSenders(
            SemelProperties properties,
            GuardRegistries registries,
            ObjectProvider<IdempotentSenderCustomizer> customizers) {
        SenderFactory factory = new SenderFactory(properties.client(), registries, customizers);
        return new IdempotentSenders(properties.client(), factory::sender);
    }

    @Bean
    @ConditionalOnMissingBean
    GuardRegistries semelGuardRegistries(
            ObjectProvider<CircuitBreakerRegistry> breakers,
            ObjectProvider<RateLimiterRegistry> limiters,
            ObjectProvider<BulkheadRegistry> bulkheads) {
        return new GuardRegistries(breakers, limiters, bulkheads);
    }

    /** The default sender. */
    @Bean
    @ConditionalOnMissingBean
    IdempotentSender semelSender(IdempotentSenders senders) {
        return senders.of(ClientProperties.DEFAULT);
    }
}
