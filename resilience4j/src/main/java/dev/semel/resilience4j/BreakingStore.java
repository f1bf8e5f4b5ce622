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

/** A store behind a breaker. */
final class BreakingStore implements IdempotencyStore {
    private final IdempotencyStore store;
    private final Watch watch;

    BreakingStore(IdempotencyStore store, Watch watch) {
        this.store = store;
        this.watch = watch;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return watch.refusable(() -> store.claim(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return watch.always(() -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return watch.always(() -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return watch.always(() -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return watch.always(() -> store.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return watch.refusable(() -> store.find(cellId));
    }

    /** Maintenance, which takes as long as it takes and says nothing of how calls fare. */
    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
