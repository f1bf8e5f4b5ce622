/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import java.time.Duration;

/**
 * The time that a drill has.
 *
 * @param end on the clock of {@link System#nanoTime}
 * @param longest that one answer may take
 */
public record Term(long end, Duration longest) {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    public static Term of(Duration timeout) {
        Duration half = timeout.dividedBy(2);
        return new Term(System.nanoTime() + timeout.toNanos(), half.compareTo(LONGEST) < 0 ? half : LONGEST);
    }

    public Duration left() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    public boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** How long the next answer may take. */
    public Duration patience() {
        return left().compareTo(longest) < 0 ? left() : longest;
    }
}
