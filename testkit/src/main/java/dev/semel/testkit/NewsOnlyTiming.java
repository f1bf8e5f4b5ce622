/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Timing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Real time in which no poll of a waiting call falls due: its pause ends by news alone, such as a wake-up of another node.
 * So a test sees that it was the wake-up without looking at a clock. Safe for use by many threads.
 */
public final class NewsOnlyTiming implements Timing {
    private final Semaphore pausing = new Semaphore(0);

    /** Makes one for one or more executors. */
    public NewsOnlyTiming() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Timing.system().pause(duration);
    }

    @Override
    public boolean pause(Duration duration, CountDownLatch news) throws InterruptedException {
        pausing.release();
        news.await();
        return true;
    }

    /**
     * Waits until a call pauses; each pause counts once.
     *
     * @throws InterruptedException if the test is interrupted
     */
    public void awaitPause() throws InterruptedException {
        pausing.acquire();
    }
}
