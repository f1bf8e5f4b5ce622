/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

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
import java.util.concurrent.atomic.LongAdder;

/** Counts what is asked about one cell, which is what a herd of its duplicates costs. */
final class CountingStore implements IdempotencyStore {
    private final IdempotencyStore store;
    private final CellId counted;
    private final LongAdder count = new LongAdder();

    CountingStore(IdempotencyStore store, CellId counted) {
        this.store = store;
        this.counted = counted;
    }

    /** Since the last call. */
    long take() {
        return count.sumThenReset();
    }

    private CellId counting(CellId cellId) {
        if (cellId.equals(counted)) {
            count.increment();
        }
        return cellId;
    }

    private Lease counting(Lease lease) {
        counting(lease.cellId());
        return lease;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        counting(request.cellId());
        return store.claim(request);
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return store.complete(counting(lease), result);
    }

    @Override
    public WriteResult release(Lease lease) {
        return store.release(counting(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return store.renew(counting(lease), duration, mark);
    }

    @Override
    public WriteResult hold(Lease lease) {
        return store.hold(counting(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return store.find(counting(cellId));
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
