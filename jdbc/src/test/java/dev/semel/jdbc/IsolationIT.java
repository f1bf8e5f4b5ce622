/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.testkit.ConcurrencyProbe;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools whose default isolation is not READ COMMITTED, and pools that are too small. */
class IsolationIT {
    private static final int RACERS = 16;

    private final Racers racers = new Racers(RACERS, 15);

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
            racers.leasedGrantsOne(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void joinedCommitsOneOfManyRacers(String isolation) throws SQLException {
        try (SmallPool pool = new SmallPool(defaulting(isolation), RACERS)) {
            racers.joinedCommitsOne(pool);
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
        assertThat(winner.run(() -> Racers.runs(store, cell))).isTrue();
        winner.close();

        assertThatThrownBy(() -> store.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.TRANSIENT));
        late.rollback();
        assertThat(Racers.runs(store, cell)).isFalse();
    }

    @Test
    void joinedNeedsOneConnectionForEachThreadInATransaction() throws SQLException {
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), 1)) {
            JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
            CellId cell = Requests.cell();
            List<Boolean> ran =
                    ConcurrencyProbe.race(8, racer -> Racers.runs(store, racer < 4 ? cell : Requests.cell()));

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
    void anExhaustedPoolHasAskedNobody() throws SQLException {
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), 1, 50)) {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            var held = pool.getConnection();

            assertThatThrownBy(() -> store.claim(Requests.of(Requests.cell())))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.OVERLOADED));
            held.close();
        }
    }
}
