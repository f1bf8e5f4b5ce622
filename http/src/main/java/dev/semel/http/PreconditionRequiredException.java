/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** The request must say which version it is meant for, and does not: 428 (RFC 6585, section 3). */
public final class PreconditionRequiredException extends PreconditionException {
    private static final long serialVersionUID = 1L;

    /** Tells that the request has no precondition that {@link Precondition#namesExpectedState()}. */
    public PreconditionRequiredException() {
        super(Problem.of(ProblemType.PRECONDITION_REQUIRED));
    }
}
