/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that claim and complete one cell after the other, and remember what was acknowledged. */
final class Load implements AutoCloseable {
    private static final int THREADS = 4;

    private final RedisIdempotencyStore store;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    // The cells whose claim was acknowledged, and whether their completion was.
    private final ConcurrentMap<Lease, Boolean> acknowledged = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    private Load(RedisIdempotencyStore store) {
        this.store = store;
    }

    static Load on(RedisIdempotencyStore store) {
        Load load = new Load(store);
        for (int i = 0; i < THREADS; i++) {
            load.threads.execute(load::run);
        }
        return load;
    }

    private void run() {
        while (!stopped) {
            try {
                once();
            } catch (StoreException e) {
                // What was not acknowledged may be lost.
            }
        }
    }

    private void once() {
        CellId cell = Requests.cell();
        if (store.claim(Requests.of(cell)) instanceof Claim.Granted granted) {
            acknowledged.put(granted.lease(), false);
            if (store.complete(granted.lease(), Requests.result("of " + cell)) == WriteResult.APPLIED) {
                acknowledged.put(granted.lease(), true);
            }
        }
    }

    int claims() {
        return acknowledged.size();
    }

    /** Claims and completions. */
    long acknowledged() {
        return acknowledged.size()
                + acknowledged.values().stream().filter(done -> done).count();
    }

    /** How many acknowledged writes another server does not have. */
    long lostAt(RedisIdempotencyStore other) {
        long lost = 0;
        for (Map.Entry<Lease, Boolean> one : acknowledged.entrySet()) {
            var record = other.find(one.getKey().cellId());
            boolean claimed =
                    record.filter(r -> r.token().equals(one.getKey().token())).isPresent();
            boolean completed =
                    record.filter(r -> r.state() == RecordState.COMPLETED).isPresent();
            lost += claimed ? 0 : 1;
            lost += completed || !one.getValue() ? 0 : 1;
        }
        return lost;
    }

    /** How many cells whose claim is lost are granted a token there that is not above the lost one. */
    long fencesNotAbove(RedisIdempotencyStore other) {
        return acknowledged.keySet().stream()
                .filter(lease -> other.find(lease.cellId()).isEmpty())
                .filter(lease -> !isAbove(other.claim(again(lease)), lease))
                .count();
    }

    private static ClaimRequest again(Lease lease) {
        return Requests.of(lease.cellId());
    }

    private static boolean isAbove(Claim claim, Lease lost) {
        return Requests.lease(claim).token().compareTo(lost.token()) > 0;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new AssertionError("A verb does not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
