/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.PatternMatchUtils;

/**
 * Operations whose records lie in another store than the default one; they are in leased mode.
 *
 * @param operations their names, with {@code *} for any characters, such as {@code mail.*} or {@code POST /mails/*}
 * @param store the name of the store's bean, or what is short for it, such as {@code redis}
 */
public record RouteProperties(@DefaultValue List<String> operations, @DefaultValue("") String store) {
    /**
     * Checks that both are there.
     *
     * @param operations as above
     * @param store as above
     * @throws IllegalArgumentException if one is missing
     */
    public RouteProperties {
        operations = List.copyOf(operations);
        require(!operations.isEmpty(), "semel.routes[].operations names at least one operation, such as mail.*");
        require(!store.isBlank(), "semel.routes[].store names a store for " + operations);
    }

    boolean takes(String operation) {
        return operations.stream().anyMatch(pattern -> takes(pattern, operation));
    }

    static boolean takes(String pattern, String operation) {
        return PatternMatchUtils.simpleMatch(pattern, operation);
    }
}
