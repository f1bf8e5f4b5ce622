/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.List;
import java.util.Objects;

/**
 * Which header fields tell a client that an answer is a replay.
 *
 * @param names the fields that a replay carries with the value {@code true}
 * @param first what first executions carry
 */
public record ReplayMarkers(List<String> names, FirstExecution first) {
    /** The default field. */
    public static final String STANDARD = "Idempotency-Replayed";

    /** Stripe's spelling. */
    public static final String STRIPE = "Idempotent-Replayed";

    /** What the answer of a first execution carries. */
    public enum FirstExecution {
        /** Nothing. */
        UNMARKED,
        /** The fields with the value {@code false}. */
        MARKED_FALSE
    }

    /**
     * Checks and copies.
     *
     * @param names as above
     * @param first as above
     * @throws IllegalArgumentException if a name is no field name
     */
    public ReplayMarkers {
        names = List.copyOf(names);
        Objects.requireNonNull(first, "first");
        if (!names.stream().allMatch(HeaderField::isName)) {
            throw new IllegalArgumentException("A marker is a header field name; got " + names + ".");
        }
    }

    /**
     * {@value #STANDARD}, on replays only.
     *
     * @return the default markers
     */
    public static ReplayMarkers standard() {
        return new ReplayMarkers(List.of(STANDARD), FirstExecution.UNMARKED);
    }
}
