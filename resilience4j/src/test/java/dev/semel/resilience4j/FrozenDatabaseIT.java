/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semel.Call;
import dev.semel.IdempotencyException;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.StoreUnavailableException;
import dev.semel.codec.ResultCodecs;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.JdbcTransactions;
import dev.semel.spi.IdempotencyStore;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real PostgreSQL that stops answering and comes back. */
class FrozenDatabaseIT {
    private final AtomicInteger runs = new AtomicInteger();
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "test", StoreProtection.config(Duration.ofMillis(500)).build());
    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private List<ProcessHandle> processes = List.of();

    @BeforeEach
    void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres") + "&socketTimeout=1");
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(250);
        pool = new HikariDataSource(config);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        signal("CONT");
        pool.close();
        server.close();
    }

    private IdempotencyStore store(Mode mode) {
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        return mode == Mode.JOINED
                ? JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool), options)
                : JdbcIdempotencyStore.open(pool, options);
    }

    private static Operation<String> pay(Mode mode) {
        IdempotencyPolicy policy = mode == Mode.JOINED ? IdempotencyPolicy.joined() : IdempotencyPolicy.leased();
        return Operation.of("pay", policy, ResultCodecs.text());
    }

    private static Call newCall() {
        return Call.of(Scope.of("test"), IdempotencyKey.of(UUID.randomUUID().toString()));
    }

    private void freeze() throws SQLException, IOException, InterruptedException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            ProcessHandle postmaster = ProcessHandle.of(rows.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
            processes = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
        }
        signal("STOP");
    }

    private void signal(String name) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingRunsWhileItIsAwayNobodyWaitsForItAndItIsFoundAgain(Mode mode) throws Exception {
        IdempotencyStore store = StoreProtection.of(breaker).around(store(mode));
        try (IdempotentExecutor executor = IdempotentExecutor.builder(store).build()) {
            Operation<String> pay = pay(mode);
            Call before = newCall();
            assertThat(executor.call(pay, before, execution -> "paid " + runs.incrementAndGet()))
                    .isEqualTo("paid 1");

            freeze();
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isUnavailable(executor, pay) && breaker.getState() == State.OPEN);
            assertThat(runs).hasValue(1);
            // an open breaker answers without a connection, of which there are four and a thousand would not do
            for (int i = 0; i < 1_000 && breaker.getState() == State.OPEN; i++) {
                assertThat(isUnavailable(executor, pay)).isTrue();
            }
            assertThat(runs).hasValue(1);

            signal("CONT");
            await().atMost(Duration.ofMinutes(1)).until(() -> !isUnavailable(executor, pay));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !isUnavailable(executor, pay) && breaker.getState() == State.CLOSED);
            assertThat(executor.call(pay, before, execution -> "paid again")).isEqualTo("paid 1");
        }
    }

    /** True if the call was refused, false if it ran. */
    private boolean isUnavailable(IdempotentExecutor executor, Operation<String> pay) {
        try {
            executor.call(pay, newCall(), execution -> "paid " + runs.incrementAndGet());
            return false;
        } catch (StoreUnavailableException e) {
            return true;
        } catch (IdempotencyException e) {
            return false; // it ran, and what became of its record is not known
        }
    }
}
