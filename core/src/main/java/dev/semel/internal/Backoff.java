/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.internal.Step.Pause.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to pause: growing from a first pause up to a cap, and a random half of it, so that waiters of many processes
 * do not ask in step (design rule D13). Pauses for a holder grow fourfold, so that a wait of a few seconds costs no more
 * than three questions a second; those for the store double.
 */
final class Backoff {
    static final Duration LONGEST_FOR_HOLDER = Duration.ofMillis(700);

    private static final long FIRST_MILLIS = 10;
    private static final long HOLDER_CAP_MILLIS = LONGEST_FOR_HOLDER.toMillis();
    private static final long STORE_CAP_MILLIS = 500;
    private static final int DOUBLINGS = 10;

    private Backoff() {}

    static Duration pause(Reason reason, int round) {
        boolean holder = reason == Reason.HOLDER;
        long cap = holder ? HOLDER_CAP_MILLIS : STORE_CAP_MILLIS;
        long ceiling = Math.min(cap, FIRST_MILLIS << Math.min(holder ? 2 * round : round, DOUBLINGS));
        long half = ceiling / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }
}
