/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.ConcurrencyProbe;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools whose default isolation is not READ COMMITTED, and pools that are too small. */
class IsolationIT {
    private static final int RACERS = 16;
    private static final int ROUNDS = 15;

    private static DataSource defaulting(String isolation) {
        return TestServer.dataSourceAt(
                TestServer.port(), "options=-c%20default_transaction_isolation=" + isolation.replace(" ", "%5C%20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void leasedGrantsOneOfManyRacers(String isolation) throws SQLException {
        try (SmallPool pool = new SmallPool(defaulting(isolation), RACERS)) {
            assertThat(TestServer.text(pool, "select current_setting('transaction_isolation')"))
                    .isEqualTo(isolation);
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            for (int round = 0; round < ROUNDS; round++) {
                CellId cell = Requests.cell();
                store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION));
                List<Claim> claims = ConcurrencyProbe.race(RACERS, racer -> {
                    ClaimRequest request = Requests.of(cell);
                    return insisting(() -> store.claim(request));
                });
                assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void joinedCommitsOneOfManyRacers(String isolation) throws SQLException {
        try (SmallPool pool = new SmallPool(defaulting(isolation), RACERS)) {
            JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
            for (int round = 0; round < ROUNDS; round++) {
                CellId cell = Requests.cell();
                List<Boolean> ran = ConcurrencyProbe.race(RACERS, racer -> insisting(() -> runs(store, cell)));
                assertThat(ran).filteredOn(committed -> committed).hasSize(1);
            }
        }
    }

    /** In the caller's snapshot the winner does not exist yet; the insert finds it, and that is a serialization failure. */
    @Test
    void joinedClaimBehindTheSnapshotIsTransient() {
        JdbcTransactions transactions = new JdbcTransactions(defaulting("repeatable read"));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
        CellId cell = Requests.cell();
        Transaction late = store.begin();
        store.find(cell);
        OtherThread winner = new OtherThread();
        assertThat(winner.run(() -> runs(store, cell))).isTrue();
        winner.close();

        assertThatThrownBy(() -> store.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.TRANSIENT));
        late.rollback();
        assertThat(runs(store, cell)).isFalse();
    }

    @Test
    void joinedNeedsOneConnectionForEachThreadInATransaction() throws SQLException {
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), 1)) {
            JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
            CellId cell = Requests.cell();
            List<Boolean> ran = ConcurrencyProbe.race(8, racer -> runs(store, racer < 4 ? cell : Requests.cell()));

            assertThat(ran).filteredOn(committed -> committed).hasSize(5);
            assertThat(pool.openedConnections()).isEqualTo(1);
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @Test
    void leasedNeedsOneConnectionAtATime() throws SQLException {
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), 1)) {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            CellId cell = Requests.cell();
            List<Claim> claims = ConcurrencyProbe.race(8, racer -> store.claim(Requests.of(cell)));

            assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
            assertThat(pool.openedConnections()).isEqualTo(1);
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @Test
    void anExhaustedPoolAppliedNothing() throws SQLException {
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), 1, 50)) {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            var held = pool.getConnection();

            assertThatThrownBy(() -> store.claim(Requests.of(Requests.cell())))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.NOT_APPLIED));
            held.close();
        }
    }

    private static boolean runs(JdbcJoinedIdempotencyStore store, CellId cell) {
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
