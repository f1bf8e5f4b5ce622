/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are ended and servers that crash, in the middle. */
class CrashIT {
    private static final int ROUNDS = 5;
    private static final int RESULTS = 20;

    @Test
    void rollsBackWhatAnEndedSessionHadClaimed() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(TestServer.dataSource());
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
        CellId cell = Requests.cell();
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        terminate(transactions.connection());

        assertCertainty(Certainty.NOT_APPLIED, () -> store.complete(lease, Requests.result("done")));
        transaction.rollback();
        assertThat(transactions.isActive()).isFalse();
        assertThat(store.committed(cell, lease.token(), Duration.ofSeconds(20))).isFalse();
        Transaction next = store.begin();
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Granted.class);
        next.rollback();
    }

    @Test
    void doesNotKnowOfACommitInAnEndedSessionUntilItAsks() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(TestServer.dataSource());
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
        CellId cell = Requests.cell();
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        store.complete(lease, Requests.result("done"));
        terminate(transactions.connection());

        assertCertainty(Certainty.UNKNOWN, transaction::commit);
        assertThat(transactions.isActive()).isFalse();
        assertThat(store.committed(cell, lease.token(), Duration.ofSeconds(20))).isFalse();
    }

    /** The role defaults to not flushing, and the server's own flush comes too late, so that only ours can save them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNoAcknowledgedResultInACrash(boolean joined) throws IOException {
        try (EmbeddedPostgres server =
                TestServer.durable(EmbeddedPostgres.builder()).start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            DataSource careless = TestServer.dataSource(url + "&options=-c%20synchronous_commit=off");
            JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
            JdbcIdempotencyStore leased = JdbcIdempotencyStore.open(careless, options);
            JdbcJoinedIdempotencyStore inTransactions =
                    JdbcJoinedIdempotencyStore.open(new JdbcTransactions(careless), options);
            for (int round = 0; round < ROUNDS; round++) {
                List<CellId> acknowledged = new ArrayList<>();
                for (int i = 0; i < RESULTS; i++) {
                    acknowledged.add(joined ? completed(inTransactions) : completed(leased));
                }
                crash(careless);
                Waits.until(() -> isUp(careless));
                assertThat(acknowledged).allSatisfy(cell -> assertThat(
                                leased.find(cell).orElseThrow().state())
                        .isEqualTo(RecordState.COMPLETED));
            }
        }
    }

    private static CellId completed(JdbcIdempotencyStore store) {
        CellId cell = Requests.cell();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        return cell;
    }

    private static CellId completed(JdbcJoinedIdempotencyStore store) {
        CellId cell = Requests.cell();
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        transaction.commit();
        return cell;
    }

    /** One backend that dies without a word makes the server restart all of them from the log. */
    private static void crash(DataSource dataSource) {
        long pid =
                TestServer.number(dataSource, "select pid from pg_stat_activity where backend_type = 'checkpointer'");
        ProcessHandle checkpointer = ProcessHandle.of(pid).orElseThrow();
        checkpointer.destroyForcibly();
        checkpointer.onExit().join();
    }

    private static boolean isUp(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void terminate(Connection connection) throws SQLException {
        long pid = Statements.execute(connection, "select pg_backend_pid()", List.of(), answers -> {
            var rows = answers.rows();
            rows.next();
            return rows.getLong(1);
        });
        String activity = "select count(*) from pg_stat_activity where pid = " + pid;
        TestServer.execute(TestServer.dataSource(), "select pg_terminate_backend(" + pid + ")");
        Waits.until(() -> TestServer.number(TestServer.dataSource(), activity) == 0);
    }

    private static void assertCertainty(
            Certainty certainty, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .isEqualTo(certainty));
    }
}
