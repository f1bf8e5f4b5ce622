/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.CellId;
import dev.semel.redis.RedisIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/**
 * Records in Redis while the context runs. A context that is stopped and started again, as for a checkpoint or between
 * tests, has another client afterwards, on which the store is opened anew: the old one would refuse everything for good.
 * It starts after the connection factory and stops before it.
 */
final class RestartableRedisStore implements IdempotencyStore, SmartLifecycle, AutoCloseable {
    private final Supplier<RedisIdempotencyStore> opening;
    private final int phase;
    private volatile RedisIdempotencyStore store;
    private volatile boolean running;
    private boolean stopped;

    /** Opens the store at once, so that one that cannot be used fails the start. */
    RestartableRedisStore(Supplier<RedisIdempotencyStore> opening, int phaseOfTheClient) {
        this.opening = opening;
        this.phase = Math.max(phaseOfTheClient, phaseOfTheClient + 1);
        this.store = opening.get();
    }

    @Override
    public synchronized void start() {
        if (stopped) {
            store = opening.get();
            stopped = false;
        }
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopped = true;
        store.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return store.claim(request);
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return store.complete(lease, result);
    }

    @Override
    public WriteResult release(Lease lease) {
        return store.release(lease);
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return store.renew(lease, duration, mark);
    }

    @Override
    public WriteResult hold(Lease lease) {
        return store.hold(lease);
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return store.find(cellId);
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
