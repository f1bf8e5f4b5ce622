/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.resilience4j.StoreProtection;
import dev.semel.spring.StoreDecorator;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * A circuit breaker of its own before each store, named after it, such as {@code semel-joined}, {@code semel-leased} and
 * {@code semel-redis}: of the application's registry if there is one, so that it is measured with its others.
 */
@AutoConfiguration
@ConditionalOnClass(StoreProtection.class)
@ConditionalOnProperty(name = "semel.breaker.enabled", matchIfMissing = true)
public final class SemelBreakerAutoConfiguration {
    static final String BREAKER = "semelStoreBreaker";

    /** Made by Spring Boot. */
    public SemelBreakerAutoConfiguration() {}

    @Bean(BREAKER)
    @ConditionalOnMissingBean(name = BREAKER)
    StoreDecorator semelStoreBreaker(SemelProperties properties, ObjectProvider<CircuitBreakerRegistry> registries) {
        CircuitBreakerConfig config = config(properties.breaker());
        CircuitBreakerRegistry registry =
                OneBean.of(CircuitBreakerRegistry.class, registries).orElseGet(CircuitBreakerRegistry::ofDefaults);
        return (name, store) -> StoreProtection.of(registry.circuitBreaker("semel-" + name, config))
                .around(store);
    }

    private static CircuitBreakerConfig config(BreakerProperties breaker) {
        return StoreProtection.config(breaker.retryAfter())
                .slidingWindow(
                        Math.toIntExact(breaker.window().toSeconds()),
                        breaker.minimumCalls(),
                        SlidingWindowType.TIME_BASED)
                .failureRateThreshold(breaker.failureRate())
                .slowCallDurationThreshold(breaker.slowAfter())
                .slowCallRateThreshold(breaker.slowRate())
                .build();
    }
}
