/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The least of a joined store that shows a filter what a transaction is: rows and records appear with the commit. */
@SuppressWarnings("ThreadLocalUsage") // a transaction belongs to a store and a thread
final class JoinedStore implements JoinedIdempotencyStore {
    final List<String> rows = new CopyOnWriteArrayList<>();
    volatile Optional<StoreException.Certainty> commitFails = Optional.empty();
    /** Whether each request finds itself within a transaction that a filter in front has begun. */
    volatile boolean begunOutside;

    private final InMemoryIdempotencyStore memory;
    private final ThreadLocal<@Nullable Work> current = new ThreadLocal<>();
    private final Set<FencingToken> committed = ConcurrentHashMap.newKeySet();

    JoinedStore(MutableClock clock) {
        memory = new InMemoryIdempotencyStore(clock);
    }

    /** Inserts a business row in the transaction of this thread. */
    void insert(String row) {
        Work work = current.get();
        if (work == null) {
            throw new IllegalStateException("no transaction");
        }
        work.rows.add(row);
    }

    void markRollbackOnly() {
        Work work = current.get();
        if (work != null) {
            work.rollbackOnly = true;
        }
    }

    private final class Work implements Transaction {
        private final List<String> rows = new ArrayList<>();
        private @Nullable Lease lease;
        private @Nullable RecordedResult result;
        private boolean rollbackOnly;

        @Override
        public boolean isOutermost() {
            return !begunOutside;
        }

        @Override
        public boolean isRollbackOnly() {
            return rollbackOnly;
        }

        @Override
        public void commit() {
            current.remove();
            Optional<StoreException.Certainty> failure = commitFails;
            if (rollbackOnly || failure.isPresent()) {
                undo();
                throw new StoreException(
                        failure.orElse(StoreException.Certainty.NOT_APPLIED), "The commit failed.", null);
            }
            if (lease != null && result != null) {
                memory.complete(lease, result);
                committed.add(lease.token());
            }
            JoinedStore.this.rows.addAll(rows);
        }

        @Override
        public void rollback() {
            current.remove();
            undo();
        }

        private void undo() {
            if (lease != null) {
                memory.release(lease);
            }
        }
    }

    @Override
    public Transaction begin() {
        Work work = new Work();
        current.set(work);
        return work;
    }

    @Override
    public Transaction beginToRecord() {
        return begin();
    }

    @Override
    public boolean committed(CellId cellId, FencingToken token, Duration limit) {
        if (commitFails.isPresent()) {
            throw new StoreException(StoreException.Certainty.UNKNOWN, "The store is away.", null);
        }
        return committed.contains(token);
    }

    @Override
    public StoreCapabilities capabilities() {
        return new StoreCapabilities(
                "joined for tests", false, true, memory.capabilities().durability());
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Claim claim = memory.claim(request);
        Work work = current.get();
        if (claim instanceof Claim.Granted granted && work != null) {
            work.lease = granted.lease();
        }
        if (claim instanceof Claim.Refused refused && refused.record().state() == RecordState.IN_PROGRESS) {
            return new Claim.Contended(true);
        }
        return claim;
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        Work work = current.get();
        if (work == null) {
            throw new IllegalStateException("no transaction");
        }
        work.result = result;
        return WriteResult.APPLIED;
    }

    @Override
    public WriteResult release(Lease lease) {
        return memory.release(lease);
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return memory.renew(lease, duration, mark);
    }

    @Override
    public WriteResult hold(Lease lease) {
        return memory.hold(lease);
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return memory.find(cellId);
    }

    @Override
    public int purge(int limit) {
        return memory.purge(limit);
    }
}
