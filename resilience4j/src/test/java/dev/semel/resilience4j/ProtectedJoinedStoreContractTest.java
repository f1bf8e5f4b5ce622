/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.JdbcTransactions;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.testkit.JoinedIdempotencyStoreContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** A protected store that joins transactions is the store that it protects. */
class ProtectedJoinedStoreContractTest extends JoinedIdempotencyStoreContract {
    /** One for all tests, as any database is: its tokens go on. */
    private static final JdbcConnectionPool DATABASE =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    private final JdbcTransactions transactions = new JdbcTransactions(DATABASE);
    private final JoinedIdempotencyStore store = (JoinedIdempotencyStore) StoreProtection.standard()
            .around(JdbcJoinedIdempotencyStore.open(transactions, JdbcOptions.DEFAULTS.withInitializeSchema(true)));

    ProtectedJoinedStoreContractTest() throws SQLException {
        DATABASE.setMaxConnections(24);
        execute("create table if not exists business (id varchar(100) primary key)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    protected JoinedIdempotencyStore store() {
        return store;
    }

    /** Ages all records, which to them is as if time had passed; a lease that was given back stays so. */
    @Override
    protected void letPass(Duration time) {
        String released = "timestamp with time zone '1970-01-01 00:00:00+00'";
        String older = "dateadd(microsecond, " + -time.toNanos() / 1_000 + ", ";
        try {
            execute("update \"PUBLIC\".semel_record set lease_until = case when lease_until = " + released
                    + " then lease_until else " + older + "lease_until) end, expires_at = " + older + "expires_at)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean canTurnBack() {
        return true;
    }

    @Override
    protected int rounds() {
        return 8;
    }

    /** What is not committed cannot be read there. */
    @Override
    protected boolean knowsThePayloadOfContenders() {
        return false;
    }

    @Override
    protected void insertBusinessRow(String id) {
        try (PreparedStatement insert = transactions.connection().prepareStatement("insert into business values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean businessRowExists(String id) {
        try (Connection connection = DATABASE.getConnection();
                PreparedStatement query = connection.prepareStatement("select 1 from business where id = ?")) {
            query.setString(1, id);
            return query.executeQuery().next();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void rolledBackToSavepoint(Runnable work) {
        try {
            Savepoint savepoint = transactions.connection().setSavepoint();
            work.run();
            transactions.connection().rollback(savepoint);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
