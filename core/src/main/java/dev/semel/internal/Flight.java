/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Fingerprint;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    /** Who runs it, held weakly: an attempt that everybody has forgotten must not be renewed for ever. */
    private final WeakReference<Object> owner;
    /** Counted down when waiting for it has no sense any more: it has ended, or lost its lease. */
    private final CountDownLatch settledOrLost = new CountDownLatch(1);

    private final Object callbacksLock = new Object();
    private final List<Runnable> callbacks = new ArrayList<>(0);

    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile long leaseStart;
    /** Whether a renewal was sent since the last that was applied. */
    private volatile boolean renewalSent;

    private volatile boolean lost;
    private volatile boolean ending;
    private volatile boolean over;
    private volatile @Nullable RecordedResult settled;
    /** The thread that runs the action, to recognise an action that calls itself; null for asynchronous ones. */
    private volatile @Nullable Thread runner;

    Flight(Lease lease, Fingerprint fingerprint, Terms terms, Object owner) {
        this.owner = new WeakReference<>(owner);
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
        return leased && !lost && !over && now - leaseStart >= duration.toNanos() / 3;
    }

    /** Whether its lease must have ended though a renewal was sent: one that is still under way is not waited for. */
    boolean isOverdue(long now) {
        return renewalSent && wantsRenewal(now) && !isHeld(now);
    }

    /** True if none is under way. */
    boolean beginRenewal() {
        boolean mayBegin = renewing.compareAndSet(false, true);
        if (mayBegin) {
            renewalSent = true;
        }
        return mayBegin;
    }

    /** It was not sent after all, because there was no need any more. */
    void renewalWasNotNeeded() {
        renewalSent = false;
    }

    void endRenewal() {
        renewing.set(false);
    }

    void renewed(long sentAt) {
        leaseStart = sentAt;
        renewalSent = false;
    }

    /** What remains of the lease; zero in joined mode, where only the transaction's end can tell. */
    Duration remaining(long now) {
        return leased ? Duration.ofNanos(Math.max(0, duration.toNanos() - (now - leaseStart))) : Duration.ZERO;
    }

    boolean isHeld(long now) {
        return !lost && !over && (!leased || now - leaseStart < duration.toNanos());
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
            if (lost || over || ending) {
                return false;
            }
            lost = true;
            toRun = List.copyOf(callbacks);
        }
        settledOrLost.countDown();
        toRun.forEach(Flight::runQuietly);
        return true;
    }

    void onLost(Runnable callback) {
        synchronized (callbacksLock) {
            // Guards against a loss between the check and the registration.
            if (!lost && !over) {
                callbacks.add(callback);
                return;
            }
        }
        runQuietly(callback);
    }

    /** Ends the flight; the result is given only if it is durable. */
    void end(Optional<RecordedResult> durable) {
        settled = durable.orElse(null);
        over = true;
        settledOrLost.countDown();
    }

    /** From now on it writes its end, and a renewal that finds the record ended is no loss. */
    void ending() {
        ending = true;
    }

    /** Whether nobody is left who could end it. */
    boolean isForgotten() {
        return owner.get() == null && !over;
    }

    Optional<RecordedResult> awaitEnd(Duration limit) throws InterruptedException {
        return settledOrLost.await(limit.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.ofNullable(settled)
                : Optional.empty();
    }

    private static void runQuietly(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) { // the lease keeper must outlive a failed assertion in a callback
            LOG.warn("A lease-lost callback threw; the others still run.", e);
        }
    }
}
