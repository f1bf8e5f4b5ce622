/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.Timing;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the attempts that run in this process and renews the leases of those that run for more than a third of theirs.
 *
 * <p>One daemon thread looks through all of them at a tenth of the shortest lease seen: an attempt that is over sooner
 * costs one entry in a map and no timer. It never waits for the store: renewals are sent by a few threads of their own,
 * so that one which is stuck, behind a full connection pool for example, keeps neither the others from being sent nor an
 * action from being told that its lease must have ended (fault matrix rows 20 and 41). A renewal that fails is tried
 * again at the next look. After a pause of the whole process it is tried before anybody is told: perhaps nobody came.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long SHORTEST_LOOK = Duration.ofMillis(10).toNanos();
    private static final int LOOKS_PER_LEASE = 10;
    private static final long LONGEST_LOOK = Duration.ofSeconds(1).toNanos();
    private static final int RENEWERS = 4;
    private static final Duration RENEWERS_REST = Duration.ofSeconds(30);

    private final ConcurrentHashMap<CellId, Flight> flights = new ConcurrentHashMap<>();
    private final Object startLock = new Object();
    private final IdempotencyStore store;
    private final Timing timing;
    private final Consumer<Flight> onLost;
    private final Executor renewers;

    private final AtomicLong lookEvery = new AtomicLong(LONGEST_LOOK);
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    LeaseKeeper(IdempotencyStore store, Timing timing, Consumer<Flight> onLost) {
        this(store, timing, onLost, renewers());
    }

    /** With threads of somebody else's, for tests; {@link #close} ends them if it can. */
    LeaseKeeper(IdempotencyStore store, Timing timing, Consumer<Flight> onLost, Executor renewers) {
        this.store = store;
        this.timing = timing;
        this.onLost = onLost;
        this.renewers = renewers;
    }

    private static Executor renewers() {
        // Its queue is bounded by the attempts that run: each has at most one renewal under way.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                RENEWERS,
                RENEWERS,
                RENEWERS_REST.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, "semel-lease-renewer"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Nullable
    Flight of(CellId cellId) {
        return flights.get(cellId);
    }

    void add(Flight flight) {
        Flight superseded = flights.put(flight.lease().cellId(), flight);
        if (superseded != null) {
            lose(superseded);
        }
        if (flight.duration().toNanos() > 0) {
            lookEvery(Math.max(SHORTEST_LOOK, flight.duration().toNanos() / LOOKS_PER_LEASE));
        }
    }

    private void lookEvery(long nanos) {
        boolean sooner = nanos < lookEvery.getAndAccumulate(nanos, Math::min);
        Thread keeping = thread;
        if (keeping == null || !keeping.isAlive()) {
            start();
        } else if (sooner) {
            // It may be in a pause that was measured for longer leases.
            LockSupport.unpark(keeping);
        }
    }

    void remove(Flight flight) {
        flights.remove(flight.lease().cellId(), flight);
    }

    /** One look at all attempts; called by the keeper's thread, and by tests. Waits for nobody. */
    void look() {
        for (Flight flight : flights.values()) {
            if (flight.isForgotten()) {
                LOG.warn(
                        "An attempt of operation {} was begun and never ended; its lease is not renewed any more.",
                        flight.operation());
                remove(flight);
            } else if (flight.isOverdue(timing.nanoTime())) {
                lose(flight);
            } else if (flight.wantsRenewal(timing.nanoTime()) && flight.beginRenewal()) {
                send(flight);
            }
        }
    }

    private void send(Flight flight) {
        try {
            renewers.execute(() -> renew(flight));
        } catch (Throwable e) { // no thread to be had, or closed; the others must be looked at
            flight.endRenewal();
            LOG.warn("A renewal could not be sent; it is tried again until the lease ends.", e);
        }
    }

    private void renew(Flight flight) {
        long sentAt = timing.nanoTime();
        try {
            if (!flight.wantsRenewal(sentAt)) {
                flight.renewalWasNotNeeded(); // it ended while this was in the queue
                return;
            }
            WriteResult result = store.renew(flight.lease(), flight.duration(), EffectMark.UNCHANGED);
            if (result == WriteResult.APPLIED) {
                flight.renewed(sentAt);
            } else if (result == WriteResult.LOST) {
                lose(flight);
            }
        } catch (Throwable e) { // whatever a driver throws, the other leases must be renewed
            logFailure(e);
            if (!flight.isHeld(timing.nanoTime())) {
                lose(flight);
            }
        } finally {
            flight.endRenewal();
        }
    }

    void lose(Flight flight) {
        if (flight.lose()) {
            onLost.accept(flight);
        }
    }

    private static void logFailure(Throwable e) {
        if (e instanceof StoreException) {
            LOG.debug("A lease was not renewed; it is tried again until it ends.", e);
        } else {
            LOG.warn("A store threw what no store may throw at a renewal; it is tried again until the lease ends.", e);
        }
    }

    private void start() {
        synchronized (startLock) {
            Thread keeping = thread;
            if (closed || (keeping != null && keeping.isAlive())) {
                return;
            }
            Thread fresh = daemon(this::keep, "semel-lease-keeper");
            fresh.start();
            thread = fresh;
        }
    }

    private void keep() {
        while (!closed) {
            LockSupport.parkNanos(this, lookEvery.get());
            try {
                look();
            } catch (Throwable e) { // see renew
                LOG.warn("The lease keeper stumbled and goes on.", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        if (renewers instanceof ThreadPoolExecutor threads) {
            threads.shutdown();
            threads.getQueue().clear(); // the store may be closed next
        }
        Thread keeping = thread;
        if (keeping != null) {
            LockSupport.unpark(keeping);
        }
    }
}
