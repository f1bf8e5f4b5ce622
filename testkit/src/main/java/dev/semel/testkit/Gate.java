/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A place where a thread stops until the test lets it go on. Nobody waits for more than a minute: then it fails. Safe
 * for use by many threads; once open it stays open.
 */
public final class Gate {
    private static final long LIMIT_SECONDS = 60;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Makes a closed gate. */
    public Gate() {}

    /**
     * Waits until a thread stands at the gate, or has passed it.
     *
     * @throws AssertionError if none comes
     */
    public void awaitArrival() {
        await(arrived, "Nobody arrived at the gate within ");
    }

    /** Lets everybody pass. */
    public void open() {
        opened.countDown();
    }

    /**
     * Passes through, as soon as it is open.
     *
     * @throws AssertionError if it is not opened
     */
    public void pass() {
        arrived.countDown();
        await(opened, "Nobody opened the gate within ");
    }

    private static void await(CountDownLatch latch, String failure) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(failure + LIMIT_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted at a gate.", e);
        }
    }
}
