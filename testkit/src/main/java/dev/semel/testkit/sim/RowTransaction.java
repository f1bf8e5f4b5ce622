/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transaction of a {@link RowStore}: at most one cell's row, and rows of the business. */
final class RowTransaction implements IdempotencyStore {
    private final RowStore store;
    private final Journal journal;
    private final List<Long> effects = new ArrayList<>(1);
    private @Nullable CellId cellId;
    private @Nullable Row row;
    private boolean over;

    RowTransaction(RowStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    boolean isOver() {
        return over;
    }

    boolean isOf(CellId cell, FencingToken token) {
        return row != null && cell.equals(cellId) && store.rules().isOf(row, token);
    }

    /** Writes a row of the business. */
    void effect(long run) {
        checkOpen();
        effects.add(run);
    }

    void commit() {
        checkOpen();
        over = true;
        long fence = fence();
        if (row != null && cellId != null) {
            store.put(cellId, row);
        }
        store.ended(this);
        effects.forEach(run -> journal.log(HistoryEvent.Kind.EFFECT_COMMITTED, fence, run));
        journal.log(HistoryEvent.Kind.COMMIT, fence, 0);
    }

    void rollback() {
        if (!over) {
            over = true;
            store.ended(this);
            journal.log(HistoryEvent.Kind.ROLLBACK, fence(), 0);
        }
    }

    private long fence() {
        return row == null ? 0 : row.grant().answer().lease().token().value();
    }

    private void checkOpen() {
        if (over) {
            throw new StoreException(StoreException.Certainty.UNKNOWN, "The connection is gone.", null);
        }
    }

    private @Nullable Row visible(CellId cell) {
        return cell.equals(cellId) ? row : store.committed(cell);
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        checkOpen();
        CellId cell = request.cellId();
        RowTransaction owner = store.owner(cell);
        if (owner != null && owner != this) {
            Row theirs = owner.visible(cell);
            return new Claim.Contended(theirs == null || !store.rules().isOtherPayload(theirs, request.accepted()));
        }
        CellRules.Decision decision = store.rules().claim(visible(cell), request, store.now());
        if (decision.next() != null) {
            cellId = cell;
            row = decision.next();
            store.own(cell, this);
        }
        return decision.answer();
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        checkOpen();
        return write(store.rules().complete(visible(lease.cellId()), lease, result, store.now()));
    }

    @Override
    public WriteResult release(Lease lease) {
        checkOpen();
        return write(store.rules().release(visible(lease.cellId()), lease, store.now()));
    }

    @Override
    public WriteResult hold(Lease lease) {
        checkOpen();
        return write(store.rules().hold(visible(lease.cellId()), lease, store.now()));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        checkOpen();
        CellRules.Renewal renewal = new CellRules.Renewal(duration, mark);
        return write(store.rules().renew(visible(lease.cellId()), lease, renewal, store.now()));
    }

    private WriteResult write(CellRules.Write write) {
        if (write.next() != null) {
            row = write.next();
        }
        return write.answer();
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cell) {
        return store.find(cell);
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }
}
