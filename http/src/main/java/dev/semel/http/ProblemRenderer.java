/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** Turns the layer's problems into responses; for applications with an error format of their own. */
@FunctionalInterface
public interface ProblemRenderer {
    /**
     * Renders a problem.
     *
     * @param problem what happened
     * @return the response; it should keep the problem's status and its headers
     */
    StoredResponse render(Problem problem);

    /**
     * Problem documents of RFC 9457, whatever the client accepts.
     *
     * @return the default renderer
     */
    static ProblemRenderer problemJson() {
        return Problem::toResponse;
    }
}
