/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Optional;

/**
 * A store that joins transactions, behind a breaker. The gate is {@code begin}: where the database is dead, nobody waits
 * for a connection. Within a transaction nothing is refused any more, and all stays on the caller's thread.
 */
final class BreakingJoinedStore implements JoinedIdempotencyStore {
    private final JoinedIdempotencyStore store;
    private final Watch watch;

    BreakingJoinedStore(JoinedIdempotencyStore store, Watch watch) {
        this.store = store;
        this.watch = watch;
    }

    @Override
    public Transaction begin() {
        return watch.refusable(store::begin);
    }

    /** Says what became of a commit, which the caller must know: never refused. */
    @Override
    public boolean committed(CellId cellId, FencingToken token, Duration limit) {
        // it may wait for a transaction to end, and so says nothing of how fast the store is
        return store.committed(cellId, token, limit);
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return watch.always(() -> store.claim(request));
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

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
