/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a {@link Precondition} says of a resource. */
public sealed interface PreconditionResult {
    /** The request is to be processed. */
    record Holds() implements PreconditionResult {}

    /**
     * The client has the version: 304.
     *
     * @param current its tag, to be sent with the answer
     */
    record NotModified(EntityTag current) implements PreconditionResult {}

    /**
     * The request is meant for another version: 412.
     *
     * @param current the tag of the resource as it is; empty if there is none
     */
    record Failed(Optional<EntityTag> current) implements PreconditionResult {}

    /**
     * Treats each case.
     *
     * @param <T> the type of the answer
     * @param holds for {@link Holds}
     * @param notModified for {@link NotModified}, given the current tag
     * @param failed for {@link Failed}, given the current tag
     * @return what the function of the case returned
     */
    default <T> T fold(Supplier<T> holds, Function<EntityTag, T> notModified, Function<Optional<EntityTag>, T> failed) {
        if (this instanceof Holds) {
            return holds.get();
        }
        if (this instanceof NotModified same) {
            return notModified.apply(same.current());
        }
        if (this instanceof Failed other) {
            return failed.apply(other.current());
        }
        throw new AssertionError(this);
    }
}
