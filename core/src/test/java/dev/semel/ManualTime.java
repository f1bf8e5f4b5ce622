/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks of a test, the store's and the node's elapsed time; a pause moves them on and does not take any. */
final class ManualTime implements Timing, InstantSource {
    private final AtomicLong nanos = new AtomicLong(1);

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) {
        advance(duration);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }
}
