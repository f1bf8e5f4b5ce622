/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the tables, and what the store does when somebody else is at them. */
class StorageIT {
    private final DataSource dataSource = TestServer.dataSource();
    private final CellId cell = Requests.cell();

    @Test
    void updatesInPlace() throws SQLException {
        ContractSchema tables = ContractSchema.of("hot_updates");
        SmallPool pool = new SmallPool(dataSource, 1);
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool, tables.options());
        String updates = "select n_tup_upd from pg_stat_user_tables where schemaname = 'hot_updates' and relname ="
                + " 'semel_record'";
        long before = TestServer.number(dataSource, updates);
        String hot = updates.replace("n_tup_upd", "n_tup_upd - n_tup_hot_upd");
        long coldBefore = TestServer.number(dataSource, hot);
        for (int i = 0; i < 300; i++) {
            Lease lease = Requests.lease(store.claim(Requests.of(Requests.cell())));
            store.renew(lease, Requests.LEASE, EffectMark.BEGUN);
            store.complete(lease, Requests.result("done"));
        }
        // A session reports its counts when it ends, at the latest.
        pool.close();
        Waits.until(() -> TestServer.number(dataSource, updates) - before >= 600);

        assertThat(TestServer.number(dataSource, hot) - coldBefore).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_000, 300_000, 5_000_000})
    void keepsResultsOfAnySize(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        RecordedResult result = new RecordedResult(RecordedResult.Kind.VALUE, "bytes", 1, Bytes.wrap(payload));
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));

        assertThat(store.complete(lease, result)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.complete(lease, result)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.find(cell).orElseThrow().result()).contains(result);
    }

    @Test
    void storesNeitherScopeNorKey() throws SQLException {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        store.claim(Requests.of(cell));
        try (Connection connection = dataSource.getConnection()) {
            String row = Statements.execute(
                    connection,
                    "select r::text from semel_record r where key_hash = ?",
                    List.of(cell.toUuid()),
                    answers -> {
                        var rows = answers.rows();
                        rows.next();
                        return rows.getString(1);
                    });
            assertThat(row).doesNotContain("tests").doesNotContain("k-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state = 7", "history = 9", "fence = 0", "fingerprint = decode('c801', 'hex')"})
    void neverTakesAnUnreadableRecordForAbsent(String damage) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        store.claim(Requests.of(cell));
        TestServer.execute(
                dataSource, "update semel_record set " + damage + " where key_hash = '" + cell.toUuid() + "'");

        assertThatThrownBy(() -> store.claim(Requests.of(cell))).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> store.find(cell)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void staysWithTheFingerprintThatItHas() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        ClaimRequest.Terms ended = new ClaimRequest.Terms(Requests.INSTANT, Requests.RETENTION, false);
        store.claim(Requests.of(cell, List.of(Fingerprint.NONE), ended));
        store.claim(Requests.of(cell, List.of(Requests.fingerprint(1, "a")), ended));

        assertThat(store.claim(Requests.of(cell, List.of(Requests.fingerprint(1, "b")), ended)))
                .isInstanceOf(Claim.Granted.class);
        assertThat(store.find(cell).orElseThrow().fingerprint()).isEqualTo(Fingerprint.NONE);
    }

    @Test
    void isCancelledByTheServerWhenSomebodyBlocksTheRow() throws SQLException {
        JdbcOptions hasty = JdbcOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
        SmallPool pool = new SmallPool(dataSource, 1);
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool, hasty);
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        try (Connection blocker = dataSource.getConnection();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("select 1 from semel_record where key_hash = '" + cell.toUuid() + "' for update");

            assertThatThrownBy(() -> store.complete(lease, Requests.result("done")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.OVERLOADED))
                    .hasMessageContaining("57014");
            blocker.rollback();
        }
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(TestServer.text(pool, "select current_setting('statement_timeout')"))
                .isEqualTo("0");
        assertThat(TestServer.text(pool, "select current_setting('synchronous_commit')"))
                .isEqualTo("on");
        assertThat(pool.openedConnections()).isEqualTo(1);
        assertThat(pool.complaints()).isEmpty();
        pool.close();
    }

    /** A claim that has waited for the row must not be granted under a number that it drew before the wait. */
    @Test
    void drawsTheFenceOfATakeoverAfterItsWait() throws Exception {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource);
        store.release(Requests.lease(store.claim(Requests.of(cell))));
        CompletableFuture<Claim> waiting;
        long between;
        String key = "key_hash = '" + cell.toUuid() + "'";
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from semel_record where " + key + " for update");
            waiting = CompletableFuture.supplyAsync(() -> store.claim(Requests.of(cell)));
            Waits.until(() -> TestServer.number(dataSource, "select count(*) from pg_locks where not granted") == 1);
            try (ResultSet rows = statement.executeQuery(
                    "update semel_record set fence = nextval('semel_fence') where " + key + " returning fence")) {
                rows.next();
                between = rows.getLong(1);
            }
            other.commit();
        }

        assertThat(Requests.lease(waiting.get(20, TimeUnit.SECONDS)).token().value())
                .isGreaterThan(between);
    }

    @Test
    void givesUpAServerThatIsSilent() {
        JdbcOptions hasty = JdbcOptions.DEFAULTS.withTimeout(Duration.ofMillis(100));
        WireProxy wire = new WireProxy();
        SmallPool pool = new SmallPool(wire.dataSource(), 1);
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool, hasty);
        wire.next("insert into", WireProxy.Fate.STALL);

        assertThatThrownBy(() -> store.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.UNKNOWN));
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Granted.class);
        assertThat(pool.openedConnections()).isEqualTo(2);
        wire.arrive();
    }

    @Test
    void purgesInBatchesAndNothingThatLives() {
        ContractSchema tables = ContractSchema.of("purges");
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource, tables.options());
        TestServer.execute(
                dataSource,
                "insert into purges.semel_record select gen_random_uuid(), n, '-infinity', now() - interval '1 s', 0, 0,"
                        + " 0, 0, 1, n %% 3, 0, false from generate_series(1, 2500) n".replace("%%", "%"));
        Lease live = Requests.lease(store.claim(Requests.of(cell, Requests.LEASE, Requests.LEASE)));
        TestServer.execute(
                dataSource,
                "update purges.semel_record set expires_at = now() - interval '1 s' where key_hash = '" + cell.toUuid()
                        + "'");

        assertThat(store.purge(1200)).isEqualTo(1200);
        assertThat(store.purge(Integer.MAX_VALUE)).isEqualTo(1300);
        assertThat(store.complete(live, Requests.result("alive"))).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void purgesThroughTheIndex() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Statements.script(connection, "set local enable_seqscan = off");
            String purge = new PostgresSql(JdbcOptions.DEFAULTS).purge;
            String plan = Statements.execute(connection, "explain " + purge, List.of(10), answers -> {
                var rows = answers.rows();
                StringBuilder lines = new StringBuilder();
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                }
                return lines.toString();
            });
            connection.rollback();

            assertThat(plan).contains("Index Cond: (expires_at <=").doesNotContain("Seq Scan");
        }
    }
}
