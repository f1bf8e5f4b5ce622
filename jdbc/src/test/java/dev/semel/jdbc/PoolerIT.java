/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.ConcurrencyProbe;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Behind a pooler in transaction mode with two server connections. */
class PoolerIT {
    private static final int RACERS = 16;
    private static final int ROUNDS = 30;

    private final TransactionPooler pooler = new TransactionPooler(2);

    @AfterEach
    void close() throws IOException {
        pooler.close();
    }

    @Test
    void leasedGrantsOneOfManyRacers() throws SQLException {
        try (SmallPool pool = new SmallPool(pooler.dataSource(), RACERS)) {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            for (int round = 0; round < ROUNDS; round++) {
                CellId cell = Requests.cell();
                List<Claim> claims = ConcurrencyProbe.race(RACERS, racer -> store.claim(Requests.of(cell)));
                assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
                claims.stream().filter(Claim.Granted.class::isInstance).forEach(claim -> assertThat(
                                store.complete(Requests.lease(claim), Requests.result("done")))
                        .isEqualTo(WriteResult.APPLIED));
            }
            assertThat(pool.openedConnections()).isGreaterThan(2);
        }
    }

    @Test
    void joinedCommitsOneOfManyRacers() throws SQLException {
        try (SmallPool pool = new SmallPool(pooler.dataSource(), RACERS)) {
            JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
            for (int round = 0; round < ROUNDS; round++) {
                CellId cell = Requests.cell();
                List<Boolean> committed = ConcurrencyProbe.race(RACERS, racer -> runs(store, cell));
                assertThat(committed).filteredOn(ran -> ran).hasSize(1);
            }
        }
    }

    private static boolean runs(JdbcJoinedIdempotencyStore store, CellId cell) {
        Transaction transaction = store.begin();
        if (store.claim(Requests.of(cell)) instanceof Claim.Granted granted) {
            Lease lease = granted.lease();
            assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
            transaction.commit();
            return true;
        }
        transaction.rollback();
        return false;
    }

    /** That this pooler would catch a mistake: what a session holds is left behind on the server connection. */
    @Test
    void showsThatSessionStateGoesAstray() throws SQLException {
        try (Connection one = pooler.dataSource().getConnection()) {
            assertThat(one(one, "select pg_advisory_lock(42) is not null")).isTrue();
            assertThat(one(one, "select pg_advisory_unlock(42)")).isFalse();
            assertThat(one(one, "select pg_advisory_unlock(42)")).isTrue();
            execute(one, "set statement_timeout = '77s'");
            assertThat(one(one, "select current_setting('statement_timeout') = '77s'"))
                    .isFalse();
        }
    }

    /** And why prepareThreshold=0 is needed: a statement prepared by name is on one server connection only. */
    @Test
    void showsThatNamedStatementsGoAstray() {
        DataSource named = pooler.dataSource("prepareThreshold=1");
        assertThatThrownBy(() -> {
                    try (Connection connection = named.getConnection();
                            PreparedStatement statement = connection.prepareStatement("select ?::int")) {
                        // In autocommit the driver notices and prepares again; in a transaction it cannot.
                        connection.setAutoCommit(false);
                        for (int i = 0; i < 4; i++) {
                            statement.setInt(1, i);
                            statement.execute();
                            connection.commit();
                        }
                    }
                })
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("26000", "42P05"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
