/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Optional;

/**
 * The request is meant for another version of the resource: 412, with the current tag in {@code ETag}. Thrown by {@link
 * Precondition#check}, or by the code that finds out at its write that another one was faster; within a transaction,
 * which is then to be rolled back.
 */
public final class PreconditionFailedException extends PreconditionException {
    private static final long serialVersionUID = 1L;

    /** As in the problem's header lines. */
    private final transient Optional<EntityTag> current;

    /**
     * Tells that the resource is another by now.
     *
     * @param current its tag
     */
    public PreconditionFailedException(EntityTag current) {
        this(Optional.of(current));
    }

    PreconditionFailedException(Optional<EntityTag> current) {
        super(current.map(tag -> problemOfType().withHeader("ETag", tag.toString()))
                .orElseGet(PreconditionFailedException::problemOfType));
        this.current = current;
    }

    private static Problem problemOfType() {
        return Problem.of(ProblemType.PRECONDITION_FAILED);
    }

    /**
     * The tag of the resource as it is.
     *
     * @return empty if there is no resource
     */
    public Optional<EntityTag> current() {
        return current;
    }
}
