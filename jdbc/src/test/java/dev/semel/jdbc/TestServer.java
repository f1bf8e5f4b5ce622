/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server that all tests of this JVM share: the one of SEMEL_TEST_POSTGRES_URL, or an embedded one that
 * flushes as in production. Its sessions live in a zone that is not UTC and has odd minutes.
 */
final class TestServer {
    static final String ZONE = "Asia/Kathmandu";

    private static @Nullable String url;

    private TestServer() {}

    /** The JDBC URL of a database with the semel_ tables on the search path. */
    static synchronized String url() {
        if (url == null) {
            String given = System.getenv("SEMEL_TEST_POSTGRES_URL");
            url = given != null ? given : startEmbedded();
            JdbcSchema.initialize(dataSource(url), JdbcOptions.DEFAULTS);
        }
        return url;
    }

    private static String startEmbedded() {
        try {
            return durable(EmbeddedPostgres.builder()).start().getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start.", e);
        }
    }

    static EmbeddedPostgres.Builder durable(EmbeddedPostgres.Builder builder) {
        return builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("timezone", ZONE)
                .setServerConfig("wal_writer_delay", "10s")
                .setServerConfig("max_connections", "200")
                .setPGStartupWait(Duration.ofSeconds(60));
    }

    /** A new connection each time, straight to the server. */
    static DataSource dataSource() {
        return dataSource(url());
    }

    static DataSource dataSource(String jdbcUrl) {
        return ConnectionsOf.url(jdbcUrl);
    }

    /** To the same database by another way, such as a proxy. */
    static DataSource dataSourceAt(int port, String parameters) {
        URI uri = URI.create(url().substring("jdbc:".length()));
        String query = uri.getQuery() == null ? parameters : uri.getQuery() + "&" + parameters;
        return dataSource("jdbc:postgresql://localhost:" + port + uri.getPath() + "?" + query);
    }

    static String host() {
        return URI.create(url().substring("jdbc:".length())).getHost();
    }

    static int port() {
        return URI.create(url().substring("jdbc:".length())).getPort();
    }

    static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Waits until so many sessions wait for somebody who has a record. */
    static void awaitBlocked(int sessions) {
        String blocked =
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%semel_record%'";
        Waits.until(() -> number(dataSource(), blocked) == sessions);
    }

    static long number(DataSource dataSource, String sql) {
        return Long.parseLong(text(dataSource, sql));
    }

    static String text(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
