/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.DurabilityClass;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small transactional store: its own verbs each commit at once, those of a {@link RowTransaction} commit together.
 * What a transaction wrote is invisible to others, and the cell that it claimed is contended, until it ends.
 */
class RowStore implements IdempotencyStore {
    private static final StoreCapabilities CAPABILITIES = new StoreCapabilities("rows", true, true, DurabilityClass.B);

    private final Map<CellId, Row> rows = new HashMap<>();
    private final Map<CellId, RowTransaction> owners = new HashMap<>();
    private final List<RowTransaction> open = new ArrayList<>();
    private final CellRules rules;
    private final SimulatedClock clock;

    RowStore(CellRules rules, SimulatedClock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    CellRules rules() {
        return rules;
    }

    long now() {
        return rules.now(clock);
    }

    RowTransaction begin(Journal journal) {
        RowTransaction transaction = new RowTransaction(this, journal);
        open.add(transaction);
        return transaction;
    }

    List<RowTransaction> open() {
        return open;
    }

    void ended(RowTransaction transaction) {
        open.remove(transaction);
        owners.values().removeIf(owner -> owner == transaction);
    }

    @Nullable
    Row committed(CellId cellId) {
        return rows.get(cellId);
    }

    void put(CellId cellId, Row row) {
        rows.put(cellId, row);
    }

    /** Takes a write back, which only a store that is broken on purpose does. */
    final void restore(CellId cellId, @Nullable Row before) {
        if (before == null) {
            rows.remove(cellId);
        } else {
            rows.put(cellId, before);
        }
    }

    @Nullable
    RowTransaction owner(CellId cellId) {
        return owners.get(cellId);
    }

    void own(CellId cellId, RowTransaction transaction) {
        owners.put(cellId, transaction);
    }

    /** Dies and comes back: committed rows are there, open transactions are not. */
    void crash() {
        List.copyOf(open).forEach(RowTransaction::rollback);
    }

    /** Whether a grant's transaction has committed; it must have ended. */
    boolean hasCommitted(CellId cellId, FencingToken token) {
        RowTransaction owner = owners.get(cellId);
        if (owner != null && owner.isOf(cellId, token)) {
            throw new StoreException(StoreException.Certainty.NOT_APPLIED, "The transaction has not ended.", null);
        }
        Row row = rows.get(cellId);
        return row != null && rules.isOf(row, token);
    }

    @Override
    public StoreCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        CellRules.Decision decision = rules.claim(rows.get(request.cellId()), request, now());
        if (decision.next() != null) {
            put(request.cellId(), decision.next());
        }
        return decision.answer();
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return write(lease, rules.complete(rows.get(lease.cellId()), lease, result, now()));
    }

    @Override
    public WriteResult release(Lease lease) {
        return write(lease, rules.release(rows.get(lease.cellId()), lease, now()));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return write(lease, rules.hold(rows.get(lease.cellId()), lease, now()));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        CellRules.Renewal renewal = new CellRules.Renewal(duration, mark);
        return write(lease, rules.renew(rows.get(lease.cellId()), lease, renewal, now()));
    }

    private WriteResult write(Lease lease, CellRules.Write write) {
        if (write.next() != null) {
            put(lease.cellId(), write.next());
        }
        return write.answer();
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        long now = now();
        Row row = rows.get(cellId);
        return row == null || row.isExpired(now) ? Optional.empty() : Optional.of(row.asRecord(now));
    }

    @Override
    public int purge(int limit) {
        long now = now();
        int before = rows.size();
        rows.entrySet().removeIf(entry -> entry.getValue().isExpired(now) && !owners.containsKey(entry.getKey()));
        return before - rows.size();
    }
}
