/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** A precondition was sent that cannot be read: 400. Ignoring it would be a lost update. */
public final class InvalidPreconditionException extends PreconditionException {
    private static final long serialVersionUID = 1L;

    InvalidPreconditionException(String field) {
        super(Problem.of(ProblemType.INVALID_PRECONDITION)
                .withDetail(
                        "The header field " + field + " is malformed. " + ProblemType.INVALID_PRECONDITION.detail()));
    }
}
