/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Timing;
import dev.semel.internal.Step.Pause.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Hints of other nodes that a cell may have changed: one ends the poller's pause early, also if it comes before the pause
 * begins. Anybody may send them at any rate, so they are rationed: at most one early question a third of a second and a
 * little, and after it the next poll is as far away as any. So hints, however many and whenever they come, leave the
 * bound of three statements a second where it is.
 */
final class Hints {
    /** Between two early questions. */
    static final long SPACING_NANOS = Duration.ofMillis(340).toNanos();

    private boolean pending;
    private boolean lastWasEarly;
    private boolean spent;
    private long spentAt;
    private @Nullable CountDownLatch sleeping;

    /** The cell may have changed; costs no more than this if nobody pauses. */
    synchronized void hint() {
        pending = true;
        if (sleeping != null) {
            sleeping.countDown();
        }
    }

    /** How long the poller pauses if no hint comes. */
    synchronized Duration pauseAfter(int round) {
        return lastWasEarly ? Backoff.LONGEST_FOR_HOLDER : Backoff.pause(Reason.HOLDER, round);
    }

    /**
     * Pauses, until a hint is to be followed or for as long as told. One poller at a time.
     *
     * @return since when the poller wants to know: what was asked before a hint came may be what the hint is about
     */
    long pause(Timing timing, long nanos) throws InterruptedException {
        long begun = timing.nanoTime();
        boolean early;
        try {
            early = timing.pause(Duration.ofNanos(nanos), fallAsleep());
        } finally {
            wakeUp();
        }
        if (early) {
            keepDistance(timing, begun + nanos);
        }
        return 1 + (early ? spend(timing.nanoTime()) : goOn(begun));
    }

    private synchronized CountDownLatch fallAsleep() {
        CountDownLatch latch = new CountDownLatch(pending ? 0 : 1);
        sleeping = latch;
        return latch;
    }

    private synchronized void wakeUp() {
        sleeping = null;
    }

    private void keepDistance(Timing timing, long until) throws InterruptedException {
        long now = timing.nanoTime();
        long rest = Math.min(nextAt(now), until) - now;
        if (rest > 0) {
            timing.pause(Duration.ofNanos(rest));
        }
    }

    private synchronized long nextAt(long now) {
        return spent ? spentAt + SPACING_NANOS : now;
    }

    /** All hints until now are followed by the question that comes next. */
    private synchronized long spend(long now) {
        pending = false;
        lastWasEarly = true;
        spent = true;
        spentAt = now;
        return now;
    }

    private synchronized long goOn(long begun) {
        lastWasEarly = false;
        return begun;
    }
}
