/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.ConcurrencyProbe;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Threads that want one cell, each trying again as the executor does.
 *
 * @param count how many
 * @param rounds how often, each time for a new cell
 */
record Racers(int count, int rounds) {
    /** In turns for an absent cell and for one whose lease has ended. */
    void leasedGrantsOne(DataSource pool) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        for (int round = 0; round < rounds; round++) {
            CellId cell = Requests.cell();
            if (round % 2 == 0) {
                store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION));
            }
            List<Claim> claims = ConcurrencyProbe.race(count, racer -> {
                ClaimRequest request = Requests.of(cell);
                return insisting(() -> store.claim(request));
            });
            assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        }
    }

    void joinedCommitsOne(DataSource pool) {
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
        for (int round = 0; round < rounds; round++) {
            CellId cell = Requests.cell();
            List<Boolean> ran = ConcurrencyProbe.race(count, racer -> insisting(() -> runs(store, cell)));
            assertThat(ran).filteredOn(committed -> committed).hasSize(1);
        }
    }

    static boolean runs(JdbcJoinedIdempotencyStore store, CellId cell) {
        Transaction transaction = store.begin();
        try {
            if (store.claim(Requests.of(cell)) instanceof Claim.Granted granted) {
                Lease lease = granted.lease();
                assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
                transaction.commit();
                return true;
            }
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        }
        transaction.rollback();
        return false;
    }

    /** As the executor does: again, as long as nothing was changed and it may well succeed. */
    private static <T> T insisting(Supplier<T> verb) {
        StoreException last = null;
        for (int i = 0; i < 50; i++) {
            try {
                return verb.get();
            } catch (StoreException e) {
                assertThat(e.certainty()).isEqualTo(Certainty.TRANSIENT);
                last = e;
            }
        }
        throw new AssertionError("Fifty times transient.", last);
    }
}
