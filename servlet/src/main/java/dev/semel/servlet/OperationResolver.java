/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HttpOperation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Tells which operation a request is for. Must be fast and safe for use by many threads, and must not read the body. */
@FunctionalInterface
public interface OperationResolver {
    /**
     * Finds the operation. It should be the same object for every request to the same route.
     *
     * @param request the request, before its body is read; neither its parameters nor its parts may be asked for
     * @return the operation; empty if the route is not guarded
     */
    Optional<HttpOperation> resolve(HttpServletRequest request);
}
