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

/** Another store, for tests that change one verb of it. */
class Delegating implements IdempotencyStore {
    private final IdempotencyStore store;

    Delegating(IdempotencyStore store) {
        this.store = store;
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
