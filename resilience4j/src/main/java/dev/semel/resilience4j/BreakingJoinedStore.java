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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that joins transactions, behind a breaker. The gate is {@code begin}: where the database is dead, nobody waits
 * for a connection. Within a transaction nothing is refused any more, a transaction that records what became of an action
 * is not refused either, and all stays on the caller's thread.
 *
 * <p>The permission of a transaction is used up by the first verb in it, because a beginning alone is no round trip: a
 * breaker that took it for an answer would call a database well whose every claim fails. Verbs and commits are what counts.
 */
final class BreakingJoinedStore implements JoinedIdempotencyStore {
    private final JoinedIdempotencyStore store;
    private final Watch watch;
    // Not static: a thread may be in a transaction of each of several databases.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Watched> current = new ThreadLocal<>();

    BreakingJoinedStore(JoinedIdempotencyStore store, Watch watch) {
        this.store = store;
        this.watch = watch;
    }

    @Override
    public Transaction begin() {
        if (live() != null) {
            return store.begin();
        }
        watch.permit();
        return watched(watch.beginning(store::begin, true), true);
    }

    @Override
    public Transaction beginToRecord() {
        return live() != null ? store.beginToRecord() : watched(watch.beginning(store::beginToRecord, false), false);
    }

    private Transaction watched(Transaction transaction, boolean permitted) {
        Watched watched = new Watched(transaction, permitted);
        current.set(watched);
        return watched;
    }

    /** One that another thread has ended, against the rules, is not this thread's any more. */
    private @Nullable Watched live() {
        Watched watched = current.get();
        return watched == null || watched.ended ? null : watched;
    }

    private <T> T measured(Supplier<T> verb) {
        Watched watched = live();
        return watch.measured(verb, watched != null && watched.takePermission());
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
        return measured(() -> store.claim(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return measured(() -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return measured(() -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return measured(() -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return measured(() -> store.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return live() != null ? measured(() -> store.find(cellId)) : watch.refusable(() -> store.find(cellId));
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }

    /** Ends the permission together with the transaction. */
    private final class Watched implements Transaction {
        private final Transaction transaction;
        private boolean permitted;
        private volatile boolean ended;

        Watched(Transaction transaction, boolean permitted) {
            this.transaction = transaction;
            this.permitted = permitted;
        }

        boolean takePermission() {
            boolean had = permitted;
            permitted = false;
            return had;
        }

        @Override
        public boolean isOutermost() {
            return transaction.isOutermost();
        }

        @Override
        public boolean isRollbackOnly() {
            return transaction.isRollbackOnly();
        }

        @Override
        public void commit() {
            try {
                if (transaction.isOutermost()) {
                    watch.commit(transaction::commit);
                } else {
                    transaction.commit();
                }
            } finally {
                end();
            }
        }

        @Override
        public void rollback() {
            try {
                transaction.rollback();
            } finally {
                end();
            }
        }

        private void end() {
            ended = true;
            if (takePermission()) {
                watch.withdraw();
            }
            if (current.get() == this) {
                current.remove();
            }
        }
    }
}
