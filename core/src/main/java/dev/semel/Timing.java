/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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
     * Pauses this thread until a latch is open, or for as long as told. One that cannot do so pauses for the whole time,
     * as this method does: the caller is told of news all the same.
     *
     * @param duration how long at most, positive
     * @param news opened by another thread when there is something to look at
     * @return whether it is open
     * @throws InterruptedException if the thread is interrupted
     */
    default boolean pause(Duration duration, CountDownLatch news) throws InterruptedException {
        if (news.getCount() > 0) {
            pause(duration);
        }
        return news.getCount() == 0;
    }

    /**
     * The machine's own.
     *
     * @return real elapsed time and real pauses
     */
    static Timing system() {
        return SystemTiming.INSTANCE;
    }
}
