/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.net.URI;

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
     * As this one, with a link to the documentation of keys in each response.
     *
     * @param documentation an absolute URI
     * @return a new renderer
     */
    default ProblemRenderer describedBy(URI documentation) {
        return problem -> render(problem.withHeader("Link", "<" + documentation + ">; rel=\"describedby\""));
    }

    /**
     * Problem documents of RFC 9457, whatever the client accepts.
     *
     * @return the default renderer
     */
    static ProblemRenderer problemJson() {
        return Problem::toResponse;
    }
}
