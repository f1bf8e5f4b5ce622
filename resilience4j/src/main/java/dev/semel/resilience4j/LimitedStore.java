/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.CellId;
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

/**
 * A leased store whose verbs have a limit. Fenced writes have threads of their own: a store that hangs on claims must not
 * keep the answers of running attempts from being tried.
 */
final class LimitedStore implements IdempotencyStore {
    private final IdempotencyStore store;
    private final TimedThreads claims;
    private final TimedThreads writes;

    LimitedStore(IdempotencyStore store, StoreProtection.Timeout timeout) {
        this.store = store;
        String name = store.capabilities().name();
        this.claims = new TimedThreads(name, "semel-claim", timeout);
        this.writes = new TimedThreads(name, "semel-write", timeout);
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return claims.call(() -> store.claim(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return writes.call(() -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return writes.call(() -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return writes.call(() -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return writes.call(() -> store.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return claims.call(() -> store.find(cellId));
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
