/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Scope;
import java.util.Optional;

/**
 * Tells on whose behalf this thread works, for keys of methods and of HTTP requests. Derived from what the server knows of
 * the caller, never from what the caller sends. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface CallerScope {
    /**
     * Finds the scope of the present caller.
     *
     * @return the scope; empty if there is no authenticated caller, who then shares no scope with anybody
     */
    Optional<Scope> find();

    /**
     * One scope for all callers, which they then share: their keys meet. For services that know no callers.
     *
     * @param name a name of your choice
     * @return always that scope
     */
    static CallerScope shared(String name) {
        Optional<Scope> scope = Optional.of(Scope.of("public", name));
        return () -> scope;
    }
}
