/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real time. */
enum SystemTiming implements Timing {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(Math.max(1, duration.toMillis()));
    }

    @Override
    public boolean pause(Duration duration, CountDownLatch news) throws InterruptedException {
        return news.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
