/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gap between a lookup and the write that relies on it: a thread stays in it until another one is in it too. */
final class Gap {
    private static final long LIMIT_MILLIS = 5;

    private final CyclicBarrier both = new CyclicBarrier(2);

    /** Tells whether another thread came. */
    boolean meet() {
        try {
            both.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            both.reset();
            return false;
        } catch (BrokenBarrierException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
