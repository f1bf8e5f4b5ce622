/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.List;
import java.util.Objects;

/**
 * Whose key it is: tenant, principal, environment, as the server knows them. Keys of different scopes never meet
 * (promise I17).
 *
 * <p>A scope is derived by the server from the authenticated caller, never taken from what the client sends. There is
 * no anonymous default: a service that serves strangers under one scope must name it. The parts stay apart, so
 * {@code ("a", "b:c")} and {@code ("a:b", "c")} are two scopes.
 *
 * @param parts one or more parts from the widest to the narrowest, none of them empty
 */
public record Scope(List<String> parts) {
    /**
     * Checks and copies the parts.
     *
     * @param parts as above
     * @throws IllegalArgumentException if there is no part, an empty one, or one that is no well-formed text
     */
    public Scope {
        parts = List.copyOf(Objects.requireNonNull(parts, "parts"));
        if (parts.isEmpty() || parts.contains("")) {
            throw new IllegalArgumentException(
                    "A scope has at least one part and no empty part. Give the tenant or the principal, or a name of"
                            + " your choice for a public scope.");
        }
        parts.forEach(part -> WellFormed.require(part, "A part of a scope"));
    }

    /**
     * Names a scope.
     *
     * @param parts one or more parts, from the widest to the narrowest
     * @return the scope
     */
    public static Scope of(String... parts) {
        return new Scope(List.of(parts));
    }

    /** Hides the parts, which often name a person. */
    @Override
    public String toString() {
        return "Scope[" + parts.size() + " parts]";
    }
}
