/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/**
 * What the provider shall do wrong next. All zero means: nothing.
 *
 * @param loseAnswers how many of the next answers to effects are cut: the charge stands, the connection closes without
 *     a byte
 * @param delayMillis how long each answer to an effect is held back after the effect, in milliseconds
 * @param unavailable how many of the next requests are answered 503 before any effect
 */
public record Faults(int loseAnswers, int delayMillis, int unavailable) {

    /** The state without any fault. */
    public static final Faults NONE = new Faults(0, 0, 0);

    static final int MAX_COUNT = 1_000_000;
    static final int MAX_DELAY_MILLIS = 120_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a count is not within 0 to 1,000,000 or the delay not within 0 to 120,000
     */
    public Faults {
        requireWithin("loseAnswers", loseAnswers, MAX_COUNT);
        requireWithin("delayMillis", delayMillis, MAX_DELAY_MILLIS);
        requireWithin("unavailable", unavailable, MAX_COUNT);
    }

    private static void requireWithin(String name, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " must be a whole number from 0 to " + max + ", not " + value);
        }
    }
}
