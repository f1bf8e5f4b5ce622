/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSenderBuilder;
import dev.semel.spring.boot.ClientTarget;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.Registry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Finds Resilience4j's instances by name. One that is not there is not made: a wrong name would then guard nothing. */
record GuardRegistries(
        ObjectProvider<CircuitBreakerRegistry> breakers,
        ObjectProvider<RateLimiterRegistry> limiters,
        ObjectProvider<BulkheadRegistry> bulkheads) {
    void apply(IdempotentSenderBuilder builder, ClientTarget.Guards names) {
        find("circuit-breaker", names.circuitBreaker(), breakers, builder::circuitBreaker);
        find("rate-limiter", names.rateLimiter(), limiters, builder::rateLimiter);
        find("bulkhead", names.bulkhead(), bulkheads, builder::bulkhead);
    }

    private static <E> void find(
            String property,
            @Nullable String name,
            ObjectProvider<? extends Registry<E, ?>> registries,
            Consumer<E> use) {
        if (name == null) {
            return;
        }
        Registry<E, ?> registry = registries.getIfAvailable();
        if (registry == null) {
            throw new IllegalArgumentException(
                    "guards." + property + " is \"" + name + "\", and there is no bean that is a registry of such.");
        }
        use.accept(registry.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "guards." + property + " is \"" + name + "\", which the registry does not have.")));
    }
}
