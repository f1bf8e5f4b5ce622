/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import java.util.concurrent.locks.LockSupport;

/** The thread that made it, which sleeps until it is woken; woken once, it need not be woken again. */
final class Sleeper {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    boolean isWoken() {
        return woken;
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** Sleeps at most so long; may wake for no reason. */
    void sleep(long nanos) throws InterruptedException {
        if (!woken) {
            LockSupport.parkNanos(this, nanos);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
