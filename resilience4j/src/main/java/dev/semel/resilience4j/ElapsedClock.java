/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Elapsed time as a clock: a breaker that reads the time of day stays open for an hour when that is set back by an hour.
 */
final class ElapsedClock extends Clock {
    private final ZoneId zone;
    private final long start;

    ElapsedClock() {
        this(ZoneOffset.UTC, System.nanoTime());
    }

    private ElapsedClock(ZoneId zone, long start) {
        this.zone = zone;
        this.start = start;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new ElapsedClock(other, start);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - start);
    }
}
