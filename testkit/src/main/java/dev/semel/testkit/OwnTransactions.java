/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs each verb in a transaction of its own, so that what holds for every store is tested of those that join too. */
final class OwnTransactions implements IdempotencyStore {
    private final JoinedIdempotencyStore store;

    OwnTransactions(JoinedIdempotencyStore store) {
        this.store = store;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return inTransaction(() -> store.claim(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return inTransaction(() -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return inTransaction(() -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return inTransaction(() -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return inTransaction(() -> store.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return store.find(cellId);
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }

    private <T> T inTransaction(Supplier<T> verb) {
        Transaction transaction = store.begin();
        T answer;
        try {
            answer = verb.get();
        } catch (RuntimeException | Error e) {
            transaction.rollback();
            throw e;
        }
        transaction.commit();
        return answer;
    }
}
