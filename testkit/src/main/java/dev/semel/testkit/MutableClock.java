/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until a test moves it, forwards or back. Safe for use by many threads. */
public final class MutableClock implements InstantSource {
    private volatile Instant now;

    /** Starts at the first moment of 2026, UTC. */
    public MutableClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /**
     * Starts at a given moment.
     *
     * @param start what it shows until it is moved
     */
    public MutableClock(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the clock; moves of several threads add up.
     *
     * @param duration by how much; negative moves it back
     */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /**
     * Moves the clock to a moment.
     *
     * @param instant what it shows from now on
     */
    public synchronized void set(Instant instant) {
        now = Objects.requireNonNull(instant, "instant");
    }

    /** Shows the time. */
    @Override
    public String toString() {
        return "MutableClock[" + now + "]";
    }
}
