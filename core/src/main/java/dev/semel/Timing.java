/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;

/**
 * Where an executor gets elapsed time and how it pauses; replaced in tests. Leases and expiry are decided by the store's
 * clock, never by this one. Must be safe for use by many threads.
 */
public interface Timing {
    /**
     * Elapsed time since some fixed moment, as {@link System#nanoTime()}.
     *
     * @return nanoseconds
     */
    long nanoTime();

    /**
     * Pauses this thread.
     *
     * @param duration how long, positive
     * @throws InterruptedException if the thread is interrupted
     */
    void pause(Duration duration) throws InterruptedException;

    /**
     * The machine's own.
     *
     * @return real elapsed time and real pauses
     */
    static Timing system() {
        return SystemTiming.INSTANCE;
    }
}
