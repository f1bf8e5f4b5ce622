/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Tells whose key a request carries: the authenticated principal, the tenant. Never what the client merely says. Must be
 * safe for use by many threads, and must not read the body.
 */
@FunctionalInterface
public interface ScopeResolver {
    /**
     * Finds the scope.
     *
     * @param request a request that was authenticated before
     * @return whose key it is; empty if the caller is unknown: the request then executes unprotected where the key is
     *     optional, and is refused where it is required. There is no shared scope of strangers unless this method names
     *     one
     */
    Optional<Scope> resolve(HttpServletRequest request);
}
