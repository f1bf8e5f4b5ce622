/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/**
 * A request is not processed because of its precondition, and nothing was changed. Answered with the status of its
 * problem, it releases the key, if there is one: the header fields that the client is to mend are no part of the
 * fingerprint. An application that answers it with a status that is recorded makes that the answer to the key.
 */
public abstract sealed class PreconditionException extends RuntimeException
        permits InvalidPreconditionException, PreconditionFailedException, PreconditionRequiredException {
    private static final long serialVersionUID = 1L;

    /** What the client is told; not part of a serialized form, which nothing reads. */
    private final transient Problem problem;

    PreconditionException(Problem problem) {
        // no stack trace: this is an answer to a client, and clients could ask for many of them
        super(problem.detail(), null, true, false);
        this.problem = problem;
    }

    /**
     * What the client is told.
     *
     * @return the problem, with its header lines
     */
    public final Problem problem() {
        return problem;
    }
}
