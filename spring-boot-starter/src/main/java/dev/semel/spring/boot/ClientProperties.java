/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How this application calls idempotent services, with {@code semel-client} on the class path. No type of that library is
 * named here, because it may not be there.
 *
 * @param enabled whether each {@code RestClient}, {@code RestTemplate} and {@code WebClient} that is made by Spring Boot's
 *     builders sends through the default sender, and so retries
 * @param defaults the default sender, and what targets leave open
 * @param targets senders of their own, by name
 */
public record ClientProperties(
        @DefaultValue("false") boolean enabled,
        @NestedConfigurationProperty @Name("default") @DefaultValue ClientTarget defaults,
        @DefaultValue Map<String, ClientTarget> targets) {
    /** The name of the default sender. */
    public static final String DEFAULT = "default";

    /**
     * Copies.
     *
     * @param enabled as above
     * @param defaults as above
     * @param targets as above
     * @throws IllegalArgumentException if a target has the name of the default one
     */
    public ClientProperties {
        targets = Map.copyOf(targets);
        require(
                !targets.containsKey(DEFAULT),
                "semel.client.targets.default is semel.client.default; give the target another name");
    }

    /**
     * What holds for a target.
     *
     * @param name its name, or {@value #DEFAULT}
     * @return its own settings and, where it leaves them open, the default ones; null if there is no such target
     */
    public @Nullable ClientTarget target(String name) {
        if (name.equals(DEFAULT)) {
            return defaults;
        }
        ClientTarget own = targets.get(name);
        return own == null ? null : own.or(defaults);
    }

    boolean isUsed() {
        return enabled || !targets.isEmpty() || !defaults.equals(ClientTarget.OPEN);
    }
}
