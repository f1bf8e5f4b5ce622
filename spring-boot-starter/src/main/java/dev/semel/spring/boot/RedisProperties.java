/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Records in Redis, with {@code semel-redis} and Spring Boot's Redis connection.
 *
 * @param namespace what keys begin with
 * @param timeout how long a verb may take, 10ms to 1h
 * @param confirmingReplicas how many replicas must have a write before it counts; 0 for none
 * @param confirmingTimeout how long they are waited for
 */
public record RedisProperties(
        @DefaultValue("semel") String namespace,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("0") int confirmingReplicas,
        @DefaultValue("1s") Duration confirmingTimeout) {
    /**
     * Checks the figures.
     *
     * @param namespace as above
     * @param timeout as above
     * @param confirmingReplicas as above
     * @param confirmingTimeout as above
     * @throws IllegalArgumentException if one does not fit
     */
    public RedisProperties {
        require(
                namespace.matches("[A-Za-z0-9._-]{1,32}"),
                "semel.redis.namespace must be of 1 to 32 letters, digits, dots, dashes and underscores");
        require(
                timeout.compareTo(Duration.ofMillis(10)) >= 0 && timeout.compareTo(Duration.ofHours(1)) <= 0,
                "semel.redis.timeout must be from 10ms to 1h, it is " + timeout);
        require(
                confirmingReplicas >= 0,
                "semel.redis.confirming-replicas must not be negative, it is " + confirmingReplicas);
        require(
                confirmingReplicas == 0
                        || (confirmingTimeout.compareTo(Duration.ofMillis(1)) >= 0
                                && confirmingTimeout.compareTo(timeout) < 0),
                "semel.redis.confirming-timeout must be from 1ms to less than semel.redis.timeout (" + timeout
                        + "), it is " + confirmingTimeout);
    }
}
