/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * Names one grant of a lease; every later write presents it and a stale one changes nothing (promises I5 and I6).
 *
 * <p>Tokens of a cell strictly increase over takeover, release, purge and restart, so a resource outside may keep the
 * highest it has seen and refuse lower ones.
 *
 * @param value a positive number from a source that is never reset
 */
public record FencingToken(long value) implements Comparable<FencingToken> {
    /**
     * Checks the sign.
     *
     * @param value as above
     * @throws IllegalArgumentException if the value is not positive
     */
    public FencingToken {
        if (value <= 0) {
            throw new IllegalArgumentException("A fencing token is positive, this one is " + value + ".");
        }
    }

    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }
}
