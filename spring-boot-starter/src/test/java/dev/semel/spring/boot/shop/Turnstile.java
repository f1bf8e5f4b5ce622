/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.shop;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Where slow handlers wait for the test. */
@Component
public class Turnstile {
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore open = new Semaphore(0);

    void pass() {
        arrived.release();
        open.acquireUninterruptibly();
    }

    /** Returns when a handler waits. */
    public void awaitArrival() {
        arrived.acquireUninterruptibly();
    }

    /** Lets one handler go on. */
    public void open() {
        open.release();
    }
}
