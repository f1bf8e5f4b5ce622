/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Fingerprint;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A granted attempt of this process, from the grant to its end: what duplicates here learn without asking the store, and
 * what the lease keeper renews.
 *
 * <p>The deadline is counted from before the claim or renewal was sent, on this machine's elapsed time: it ends no later
 * than the store's lease, and is used only to warn the action, never to decide who may run.
 */
final class Flight {
    private static final Logger LOG = LoggerFactory.getLogger(Flight.class);

    private final Lease lease;
    private final Fingerprint fingerprint;
    private final String operation;
    private final boolean leased;
    private final Duration duration;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object callbacksLock = new Object();
    private final List<Runnable> callbacks = new ArrayList<>(0);

    private volatile long leaseStart;
    private volatile boolean lost;
    private volatile @Nullable RecordedResult settled;
    /** The thread that runs the action, to recognise an action that calls itself; null for asynchronous ones. */
    private volatile @Nullable Thread runner;

    Flight(Lease lease, Fingerprint fingerprint, Terms terms) {
        this.lease = lease;
        this.fingerprint = fingerprint;
        this.operation = terms.operation();
        this.leased = terms.leased();
        this.duration = terms.duration();
        this.leaseStart = terms.start();
    }

    /** How long the lease lives from which moment; not leased if the transaction is the lease. */
    record Terms(String operation, boolean leased, Duration duration, long start) {}

    Lease lease() {
        return lease;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    String operation() {
        return operation;
    }

    Duration duration() {
        return duration;
    }

    boolean wantsRenewal(long now) {
        return leased && !lost && !isOver() && now - leaseStart >= duration.toNanos() / 3;
    }

    void renewed(long sentAt) {
        leaseStart = sentAt;
    }

    /** What remains of the lease; zero in joined mode, where only the transaction's end can tell. */
    Duration remaining(long now) {
        return leased ? Duration.ofNanos(Math.max(0, duration.toNanos() - (now - leaseStart))) : Duration.ZERO;
    }

    boolean isHeld(long now) {
        return !lost && !isOver() && (!leased || now - leaseStart < duration.toNanos());
    }

    void runBy(@Nullable Thread thread) {
        runner = thread;
    }

    boolean isRunBy(Thread thread) {
        return runner == thread;
    }

    /** Marks the lease as lost and tells the action, once. */
    boolean lose() {
        List<Runnable> toRun;
        synchronized (callbacksLock) {
            if (lost || isOver()) {
                return false;
            }
            lost = true;
            toRun = List.copyOf(callbacks);
        }
        toRun.forEach(Flight::runQuietly);
        return true;
    }

    void onLost(Runnable callback) {
        synchronized (callbacksLock) {
            // Guards against a loss between the check and the registration.
            if (!lost && !isOver()) {
                callbacks.add(callback);
                return;
            }
        }
        runQuietly(callback);
    }

    /** Ends the flight; the result is given only if it is durable. */
    void end(Optional<RecordedResult> durable) {
        settled = durable.orElse(null);
        over.countDown();
    }

    Optional<RecordedResult> awaitEnd(Duration limit) throws InterruptedException {
        return over.await(limit.toNanos(), TimeUnit.NANOSECONDS) ? Optional.ofNullable(settled) : Optional.empty();
    }

    private boolean isOver() {
        return over.getCount() == 0;
    }

    private static void runQuietly(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.warn("A lease-lost callback threw; the others still run.", e);
        }
    }
}
