/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.MutableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the records of a service lie. */
enum Storage {
    MEMORY {
        @Override
        IdempotencyStore open(MutableClock clock) {
            return new InMemoryIdempotencyStore(clock);
        }

        @Override
        void advance(Duration duration) {}

        @Override
        Instant now(MutableClock clock) {
            return clock.instant();
        }

        @Override
        Duration slack() {
            return Duration.ofMillis(1);
        }
    },

    /** One server for all tests, and a table that is empty when a test begins. */
    POSTGRES {
        @Override
        IdempotencyStore open(MutableClock clock) {
            IdempotencyStore store =
                    JdbcIdempotencyStore.open(database(), JdbcOptions.DEFAULTS.withInitializeSchema(true));
            update("delete from semel_record");
            return store;
        }

        /** To the records, moving all times back is what moving the server's clock ahead would be. */
        @Override
        void advance(Duration duration) {
            String by = duration.toMillis() + " milliseconds'::interval";
            update("update semel_record set expires_at = expires_at - '" + by + ", lease_until = lease_until - '" + by);
        }

        @Override
        Instant now(MutableClock clock) {
            return Instant.now();
        }

        @Override
        Duration slack() {
            return Duration.ofMinutes(1);
        }
    };

    private static @Nullable HikariDataSource database;

    abstract IdempotencyStore open(MutableClock clock);

    /** Lets the store's time pass, beyond what the clock does. */
    abstract void advance(Duration duration);

    /** The store's time. */
    abstract Instant now(MutableClock clock);

    /** How much of the store's time may pass by itself during a test. */
    abstract Duration slack();

    private static void update(String sql) {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The records cannot be changed.", e);
        }
    }

    private static synchronized HikariDataSource database() {
        if (database == null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(Objects.requireNonNullElseGet(System.getenv("SEMEL_TEST_POSTGRES_URL"), Storage::start));
            config.setMaximumPoolSize(30);
            database = new HikariDataSource(config);
        }
        return database;
    }

    private static String start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start.", e);
        }
    }
}
