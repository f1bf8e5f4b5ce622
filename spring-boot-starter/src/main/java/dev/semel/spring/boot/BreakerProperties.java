/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The circuit breaker of each store, with {@code semel-resilience4j} on the class path.
 *
 * @param enabled whether there are breakers
 * @param window over how long calls are counted, in whole seconds; 1s to 10m
 * @param minimumCalls how many calls a window needs before it says anything
 * @param failureRate percentage of failures that opens it, 1 to 100
 * @param slowAfter a call that takes longer is slow
 * @param slowRate percentage of slow calls that opens it, 1 to 100
 * @param retryAfter how long it stays open before a few calls try the store
 */
public record BreakerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("10s") Duration window,
        @DefaultValue("10") int minimumCalls,
        @DefaultValue("50") int failureRate,
        @DefaultValue("2s") Duration slowAfter,
        @DefaultValue("80") int slowRate,
        @DefaultValue("2s") Duration retryAfter) {
    /**
     * Checks the figures.
     *
     * @param enabled as above
     * @param window as above
     * @param minimumCalls as above
     * @param failureRate as above
     * @param slowAfter as above
     * @param slowRate as above
     * @param retryAfter as above
     * @throws IllegalArgumentException if one does not fit
     */
    public BreakerProperties {
        require(
                window.compareTo(Duration.ofSeconds(1)) >= 0 && window.compareTo(Duration.ofMinutes(10)) <= 0,
                "semel.breaker.window must be from 1s to 10m, it is " + window);
        require(minimumCalls >= 1, "semel.breaker.minimum-calls must be at least 1, it is " + minimumCalls);
        requirePercentage("failure-rate", failureRate);
        requirePercentage("slow-rate", slowRate);
        requirePositive("slow-after", slowAfter);
        requirePositive("retry-after", retryAfter);
    }

    private static void requirePercentage(String name, int value) {
        require(value >= 1 && value <= 100, "semel.breaker." + name + " must be from 1 to 100, it is " + value);
    }

    private static void requirePositive(String name, Duration value) {
        require(
                value.compareTo(Duration.ofMillis(1)) >= 0,
                "semel.breaker." + name + " must be at least 1ms, it is " + value);
    }
}
