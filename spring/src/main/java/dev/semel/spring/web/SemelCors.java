/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.FirstSentRules;
import dev.semel.http.HttpPolicy;
import dev.semel.servlet.SemelFilter;
import java.util.ArrayList;
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
     * Allows the request fields with keys and the one with the time of the first sending, and exposes {@link
     * SemelFilter#exposedHeaders}. What is allowed or exposed already stays so; call {@link
     * CorsConfiguration#applyPermitDefaultValues} before, since it leaves lists alone that are there. {@code *} stands for
     * all names unless credentials are allowed, in which case browsers take it for a name.
     *
     * @param configuration is changed
     * @param policy where keys stand, and how replays are marked
     * @return the configuration
     */
    public static CorsConfiguration apply(CorsConfiguration configuration, HttpPolicy policy) {
        Objects.requireNonNull(configuration, "configuration");
        List<String> sent = new ArrayList<>(policy.keys().headerNames());
        policy.requests().firstSent().map(FirstSentRules::headerName).ifPresent(sent::add);
        sent.stream()
                .filter(name -> !isListed(configuration.getAllowedHeaders(), name, true))
                .forEach(configuration::addAllowedHeader);
        boolean anyIsAll = !Boolean.TRUE.equals(configuration.getAllowCredentials());
        SemelFilter.exposedHeaders(policy).stream()
                .filter(name -> !isListed(configuration.getExposedHeaders(), name, anyIsAll))
                .forEach(configuration::addExposedHeader);
        return configuration;
    }

    /** Allowed fields are matched by Spring, which takes {@code *} for all; exposed ones by the browser. */
    private static boolean isListed(@Nullable List<String> names, String name, boolean anyIsAll) {
        return names != null
                && ((anyIsAll && names.contains(CorsConfiguration.ALL))
                        || names.stream().anyMatch(name::equalsIgnoreCase));
    }
}
