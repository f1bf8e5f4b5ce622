/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spi.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Removes expired records, on one daemon thread, in batches. Nodes that start together drift apart by the jitter. A store
 * that is away is told once in the log, and so is its return; records that are not removed yet count as expired all the
 * same.
 */
final class PurgeSchedule implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeSchedule.class);
    private static final int MOST_BATCHES = 100;

    private final List<IdempotencyStore> stores;
    private final SemelProperties.Purge settings;
    private volatile @Nullable ScheduledExecutorService thread;
    private final Set<IdempotencyStore> failing = ConcurrentHashMap.newKeySet();

    PurgeSchedule(List<IdempotencyStore> stores, SemelProperties.Purge settings) {
        this.stores = stores;
        this.settings = settings;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "semel-purge");
            daemon.setDaemon(true);
            return daemon;
        });
        thread = started;
        scheduleNext(started);
    }

    private void scheduleNext(ScheduledExecutorService on) {
        ScheduledFuture<?> unused = on.schedule(
                () -> {
                    round();
                    if (!on.isShutdown()) {
                        scheduleNext(on);
                    }
                },
                jittered(settings.interval()).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** One round: batch after batch until none is left, bounded so that a backlog does not keep a connection busy. */
    void round() {
        stores.forEach(this::purge);
    }

    private void purge(IdempotencyStore store) {
        try {
            int batches = 0;
            while (batches++ < MOST_BATCHES && !Thread.currentThread().isInterrupted()) {
                if (store.purge(settings.batch()) < settings.batch()) {
                    break;
                }
            }
            if (failing.remove(store)) {
                LOG.info("Expired records are removed again.");
            }
        } catch (RuntimeException e) {
            if (failing.add(store)) {
                LOG.warn("Expired records cannot be removed; it is tried again until the store answers.", e);
            }
        }
    }

    private static Duration jittered(Duration interval) {
        double factor = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            // A batch under way ends before the pool does.
            if (!running.awaitTermination(2, TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
