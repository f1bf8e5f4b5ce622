/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contract of a model store with all hooks, which {@link BrokenStoresTest} breaks. */
class ModelStoreContract extends SharedIdempotencyStoreContract {
    /** Which bug the next stores have; the runs of the contract follow each other on one thread. */
    private static @Nullable Bug planted;

    private final MutableClock clock = new MutableClock();
    private ModelTable table = new ModelTable(clock);
    private final ModelStore store = new ModelStore(table, planted, true);

    static void plant(@Nullable Bug bug) {
        planted = bug;
    }

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
        if (planted == Bug.RECORD_DROPPED_EARLY) {
            Instant soon = clock.instant().plusSeconds(30);
            table.rows.values().removeIf(row -> !soon.isBefore(row.expiresAt));
        }
    }

    @Override
    protected boolean isStored(CellId cellId) {
        return table.get(store.keyOf(cellId)) != null;
    }

    @Override
    protected boolean canTurnBack() {
        return true;
    }

    @Override
    protected int rounds() {
        return planted == null ? 5 : 15;
    }

    @Override
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.of(
                new ModelStore(planted == Bug.RECORDS_OF_ONE_NODE ? new ModelTable(clock) : table, planted, true));
    }

    @Override
    protected Optional<IdempotencyStore> restarted() {
        if (planted == Bug.RECORDS_LOST_AT_RESTART) {
            table = new ModelTable(clock);
        }
        if (planted == Bug.FENCE_RESTARTS_WITH_THE_STORE) {
            table.lastToken = 1;
        }
        for (Row row : table.rows.values()) {
            row.marked = row.marked && planted != Bug.MARK_IN_MEMORY_ONLY;
            row.claimId = planted == Bug.GRANTS_LOST_AT_RESTART ? Scenario.nextClaimId() : row.claimId;
        }
        return Optional.of(new ModelStore(table, planted, true));
    }

    @Override
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        Row row = table.get(store.keyOf(cellId));
        if (row == null) {
            return false;
        }
        row.result = encoded;
        table.put(store.keyOf(cellId), row);
        return true;
    }

    @Override
    protected Optional<IdempotencyStore> unreachable() {
        return Optional.of(new ModelStore(table, planted, false));
    }
}
