/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a server shows, never for a length of time. */
final class Waits {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Waits() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come about within " + LONGEST + ".");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
