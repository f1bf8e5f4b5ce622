/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.HttpPolicy;
import dev.semel.servlet.SemelFilter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Lets scripts of other origins send keys and tell replays.
 *
 * <p>Give the configuration to Spring Security's {@code cors()} or to a {@code CorsFilter} before the idempotency filter.
 * What {@code @CrossOrigin} and {@code addCorsMappings} set, Spring MVC sets behind that filter: a replay, for which no
 * handler runs, would not have it, and a browser would keep it from the script.
 */
public final class SemelCors {
    private SemelCors() {}

    /**
     * Allows the request fields with keys, and exposes {@link SemelFilter#exposedHeaders}. What is allowed or exposed
     * already stays so.
     *
     * @param configuration is changed
     * @param policy where keys stand, and how replays are marked
     * @return the configuration
     */
    public static CorsConfiguration apply(CorsConfiguration configuration, HttpPolicy policy) {
        Objects.requireNonNull(configuration, "configuration");
        policy.keys().headerNames().stream()
                .filter(name -> !allows(configuration.getAllowedHeaders(), name))
                .forEach(configuration::addAllowedHeader);
        SemelFilter.exposedHeaders(policy).stream()
                .filter(name -> !allows(configuration.getExposedHeaders(), name))
                .forEach(configuration::addExposedHeader);
        return configuration;
    }

    private static boolean allows(@Nullable List<String> names, String name) {
        return names != null && (names.contains(CorsConfiguration.ALL) || names.contains(name));
    }
}
