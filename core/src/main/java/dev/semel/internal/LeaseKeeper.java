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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the attempts that run in this process and renews the leases of those that run for more than a third of theirs.
 *
 * <p>One daemon thread looks through all of them at a tenth of the shortest lease seen: an attempt that is over sooner
 * costs one entry in a map and no timer. A renewal that fails is tried again at the next look; when the lease must have
 * ended meanwhile, the action is told.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long SHORTEST_LOOK = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_LOOK = Duration.ofSeconds(1).toNanos();

    private final ConcurrentHashMap<CellId, Flight> flights = new ConcurrentHashMap<>();
    private final Object startLock = new Object();
    private final IdempotencyStore store;
    private final Timing timing;
    private final Consumer<Flight> onLost;

    private volatile long look = LONGEST_LOOK;
    private volatile boolean started;
    private volatile boolean closed;

    LeaseKeeper(IdempotencyStore store, Timing timing, Consumer<Flight> onLost) {
        this.store = store;
        this.timing = timing;
        this.onLost = onLost;
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
        look = Math.max(SHORTEST_LOOK, Math.min(look, flight.duration().toNanos() / 10));
        if (!started) {
            start();
        }
    }

    void remove(Flight flight) {
        flights.remove(flight.lease().cellId(), flight);
    }

    /** One look at all attempts; called by the keeper's thread, and by tests. */
    void renewDue() {
        for (Flight flight : flights.values()) {
            if (flight.wantsRenewal(timing.nanoTime())) {
                renew(flight);
            }
        }
    }

    private void renew(Flight flight) {
        long sentAt = timing.nanoTime();
        try {
            WriteResult result = store.renew(flight.lease(), flight.duration(), EffectMark.UNCHANGED);
            if (result == WriteResult.APPLIED) {
                flight.renewed(sentAt);
            } else if (result == WriteResult.LOST) {
                lose(flight);
            }
        } catch (RuntimeException e) {
            logFailure(e);
            if (!flight.isHeld(timing.nanoTime())) {
                lose(flight);
            }
        }
    }

    private void lose(Flight flight) {
        if (flight.lose()) {
            onLost.accept(flight);
        }
    }

    private static void logFailure(RuntimeException e) {
        if (e instanceof StoreException) {
            LOG.debug("A lease was not renewed; it is tried again until it ends.", e);
        } else {
            LOG.warn("A store threw what no store may throw at a renewal; it is tried again until the lease ends.", e);
        }
    }

    private void start() {
        synchronized (startLock) {
            if (started || closed) {
                return;
            }
            started = true;
            Thread thread = new Thread(this::keep, "semel-lease-keeper");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void keep() {
        while (!closed) {
            LockSupport.parkNanos(this, look);
            try {
                renewDue();
            } catch (RuntimeException e) {
                LOG.warn("The lease keeper stumbled and goes on.", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
