/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL of our own that flushes each commit, with a table for the business. */
final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 20;

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;

    private Database(EmbeddedPostgres server) {
        this.server = server;
        this.pool = pool(server.getJdbcUrl("postgres", "postgres"));
    }

    static Database start() {
        try {
            Database database = new Database(EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start());
            database.run("create table payment (id bigint generated always as identity primary key,"
                    + " reference text not null, amount bigint not null)");
            return database;
        } catch (IOException | IllegalStateException e) {
            throw new BenchException("PostgreSQL did not start (as root it needs user namespaces)", e);
        }
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(CONNECTIONS);
        return new HikariDataSource(config);
    }

    HikariDataSource pool() {
        return pool;
    }

    /** The business: one row, in the caller's transaction. */
    static void insert(Connection connection, long number) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into payment (reference, amount) values (?, ?)")) {
            insert.setString(1, "order-" + number);
            insert.setLong(2, number);
            insert.executeUpdate();
        }
    }

    /** The business with a transaction of its own. */
    void commitOne(long number) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, number);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("the database refused: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new BenchException("PostgreSQL does not stop", e);
        }
    }
}
