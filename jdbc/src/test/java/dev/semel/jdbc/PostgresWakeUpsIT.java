/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.CellId;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.WaitStrategy;
import dev.semel.codec.ResultCodecs;
import dev.semel.spi.StoreException;
import dev.semel.spi.WakeUpMessage;
import dev.semel.spi.WakeUps;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.Verb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of wake-ups when their connections break, others send to their channel, or nobody can listen. */
@Timeout(60)
class PostgresWakeUpsIT {
    private final String name = "wake-ups-" + UUID.randomUUID();
    private final DataSource named = TestServer.dataSource(
            TestServer.url() + (TestServer.url().contains("?") ? "&" : "?") + "ApplicationName=" + name);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> pay = Operation.of(
            "pay",
            IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofSeconds(50))),
            ResultCodecs.text());
    private final Heard heard = new Heard();

    /** What a listener of the test has heard. */
    private static final class Heard implements WakeUps.Listener {
        private final List<CellId> cells = new CopyOnWriteArrayList<>();
        private final AtomicInteger begun = new AtomicInteger();

        @Override
        public void changed(CellId cellId) {
            cells.add(cellId);
        }

        @Override
        public void missed() {
            begun.incrementAndGet();
        }

        void awaitBegun(int times) {
            Waits.until(() -> begun.get() >= times);
        }
    }

    private static Call newCall() {
        return Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private PostgresWakeUps open(DataSource dataSource) {
        PostgresWakeUps opened = PostgresWakeUps.open(dataSource);
        opened.listen(heard);
        return opened;
    }

    private long sessions() {
        return TestServer.number(
                TestServer.dataSource(),
                "select count(*) from pg_stat_activity where application_name = '" + name + "'");
    }

    private static String channel() {
        return "semel_" + TestServer.text(TestServer.dataSource(), "select 'semel_record'::regclass::oid");
    }

    private static void send(String text) {
        TestServer.execute(TestServer.dataSource(), "select pg_notify('" + channel() + "', '" + text + "')");
    }

    @Test
    void afterItsSessionsWereEndedItIsAnsweredByPollsAndThenWorksAgain() throws Exception {
        try (PostgresWakeUps channel = open(named);
                IdempotentExecutor elsewhere = IdempotentExecutor.builder(
                                JdbcIdempotencyStore.open(TestServer.dataSource()))
                        .build();
                IdempotentExecutor here = IdempotentExecutor.builder(JdbcIdempotencyStore.open(TestServer.dataSource()))
                        .wakeUps(channel)
                        .build()) {
            heard.awaitBegun(1);
            Call call = newCall();
            Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(pay, call);
            Future<Outcome<String>> waiter = threads.submit(() -> here.execute(pay, call, e -> "paid here"));
            TestServer.execute(
                    TestServer.dataSource(),
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '" + name + "'");
            first.complete("paid elsewhere, and nobody said so");
            assertThat(waiter.get()).isEqualTo(new Outcome.Replayed<>("paid elsewhere, and nobody said so"));
            heard.awaitBegun(2);
            CellId cellId = Requests.cell();
            channel.announce(cellId);
            Waits.until(() -> heard.cells.contains(cellId));
        }
    }

    @Test
    void whatOthersSendToItsChannelIsIgnoredUnlessItIsAMessage() {
        try (PostgresWakeUps channel = open(named)) {
            heard.awaitBegun(1);
            heard.cells.clear();
            CellId forged = Requests.cell();
            for (String text : List.of("", "hello", "semel1:", "semel1:xyz", "semel9:" + "0".repeat(32))) {
                send(text);
            }
            TestServer.execute(
                    TestServer.dataSource(),
                    "select pg_notify('semel_other', '" + new WakeUpMessage(List.of(Requests.cell())).text() + "')");
            send(new WakeUpMessage(List.of(forged)).text());
            Waits.until(() -> heard.cells.contains(forged));
            assertThat(heard.cells).containsExactly(forged);
            assertThat(heard.begun).as("no connection was given up").hasValue(1);
            assertThat(channel.pending()).isZero();
        }
    }

    @Test
    void twoSchemasDoNotMix() {
        String schema = "wake_" + UUID.randomUUID().toString().replace('-', '_');
        TestServer.execute(TestServer.dataSource(), "create schema " + schema);
        JdbcOptions options = JdbcOptions.DEFAULTS.withSchema(schema);
        JdbcSchema.initialize(TestServer.dataSource(), options);
        try (PostgresWakeUps channel = open(named);
                PostgresWakeUps other = PostgresWakeUps.open(named, options)) {
            Heard there = new Heard();
            other.listen(there);
            there.awaitBegun(1);
            heard.awaitBegun(1);
            CellId theirs = Requests.cell();
            CellId ours = Requests.cell();
            other.announce(theirs);
            Waits.until(() -> there.cells.contains(theirs));
            channel.announce(ours);
            Waits.until(() -> heard.cells.contains(ours));
            assertThat(heard.cells).doesNotContain(theirs);
        }
    }

    @Test
    void aFirstExecutionTakesTwoRoundTripsAndNothingElseOfTheStore() throws IOException, SQLException {
        try (WireProxy wire = new WireProxy();
                SmallPool pool = new SmallPool(wire.dataSource(), 1);
                PostgresWakeUps channel = open(named)) {
            FaultyStore store = new FaultyStore(JdbcIdempotencyStore.open(pool));
            try (IdempotentExecutor node =
                    IdempotentExecutor.builder(store).wakeUps(channel).build()) {
                heard.awaitBegun(1);
                heard.cells.clear();
                int before = wire.flights();
                node.execute(pay, newCall(), e -> "paid");
                assertThat(wire.flights() - before).isEqualTo(2);
                assertThat(store.verbs()).containsExactly(Verb.CLAIM, Verb.COMPLETE);
                Waits.until(() -> !heard.cells.isEmpty());
            }
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @Test
    void behindAPoolerItSaysSoInOneLineAndCallsPoll() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try (TransactionPooler pooler = new TransactionPooler(3);
                PostgresWakeUps channel = open(pooler.dataSource());
                IdempotentExecutor elsewhere = IdempotentExecutor.builder(
                                JdbcIdempotencyStore.open(pooler.dataSource()))
                        .build();
                IdempotentExecutor here = IdempotentExecutor.builder(JdbcIdempotencyStore.open(pooler.dataSource()))
                        .wakeUps(channel)
                        .build()) {
            Waits.until(() -> told.toString(StandardCharsets.UTF_8).contains("goes straight to the server"));
            Call call = newCall();
            Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(pay, call);
            Future<Outcome<String>> waiter = threads.submit(() -> here.execute(pay, call, e -> "paid here"));
            first.complete("paid");
            assertThat(waiter.get()).isEqualTo(new Outcome.Replayed<>("paid"));
        } finally {
            System.setErr(before);
        }
        assertThat(heard.begun).hasValue(0);
        assertThat(told.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("semel-wake-up")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("WARN", "transaction mode"));
    }

    @Test
    void announcementsThatCannotBeSentAreHeldInABoundAndDroppedBeyond() {
        UnreachableLater server = new UnreachableLater(named);
        try (PostgresWakeUps channel = open(server)) {
            heard.awaitBegun(1);
            server.goAway();
            TestServer.execute(
                    TestServer.dataSource(),
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '" + name + "'");
            Waits.until(() -> sessions() == 0);
            for (int i = 0; i < 100_000; i++) {
                channel.announce(Requests.cell());
            }
            assertThat(channel.pending()).isLessThanOrEqualTo(PostgresWakeUps.MOST_PENDING);
        }
    }

    @Test
    void closingEndsItsThreadsAndGivesTheConnectionsBackAsTheyWere() throws SQLException {
        try (SmallPool pool = new SmallPool(named, 2)) {
            PostgresWakeUps channel = open(pool);
            heard.awaitBegun(1);
            channel.close();
            channel.close();
            channel.announce(Requests.cell());
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("semel-wake-up-listener", "semel-wake-up-announcer");
            assertThat(pool.complaints()).isEmpty();
            assertThat(pool.openedConnections()).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                try (Connection back = pool.getConnection()) {
                    int channels = Statements.execute(
                            back, "select count(*) from pg_listening_channels()", List.of(), answers -> answers.first()
                                    .getInt(1));
                    assertThat(channels).isZero();
                }
            }
        }
    }

    @Test
    void missingTablesAreToldAtOnce() {
        assertThatThrownBy(() -> PostgresWakeUps.open(named, JdbcOptions.DEFAULTS.withSchema("nowhere")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("tables are missing");
        assertThat(sessions()).isZero();
    }
}
