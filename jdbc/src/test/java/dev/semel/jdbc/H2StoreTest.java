/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What H2 does unlike others. */
class H2StoreTest {
    private static final JdbcOptions OPTIONS = JdbcOptions.DEFAULTS.withInitializeSchema(true);

    private final CellId cell = Requests.cell();

    private static DataSource memory(String parameters) {
        return ConnectionsOf.url("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + parameters);
    }

    @Test
    void hasNoWakeUps() {
        assertThatThrownBy(() -> PostgresWakeUps.open(memory("")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("PostgreSQL (LISTEN) and Redis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";MODE=PostgreSQL",
                ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                ";MODE=MySQL",
                ";MODE=MariaDB;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                ";MODE=Oracle",
                ";MODE=MSSQLServer",
                ";TIME ZONE=Asia/Kathmandu",
                ";DATABASE_TO_UPPER=FALSE"
            })
    void worksInEveryMode(String parameters) {
        JdbcTransactions transactions = new JdbcTransactions(memory(parameters));
        JdbcJoinedIdempotencyStore joined = JdbcJoinedIdempotencyStore.open(transactions, OPTIONS);
        JdbcIdempotencyStore leased = JdbcIdempotencyStore.open(transactions.dataSource(), OPTIONS);
        Transaction transaction = joined.begin();
        Lease lease = Requests.lease(joined.claim(Requests.of(cell)));
        assertThat(joined.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        transaction.commit();

        assertThat(leased.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
        assertThat(joined.committed(cell, lease.token(), Duration.ofSeconds(5))).isTrue();
        CellId other = Requests.cell();
        Lease gone = Requests.lease(leased.claim(Requests.of(other, Requests.INSTANT, Requests.INSTANT)));
        Waits.until(() -> leased.find(other).isEmpty());
        assertThat(Requests.lease(leased.claim(Requests.of(other))).token()).isGreaterThan(gone.token());
        assertThat(leased.complete(gone, Requests.result("stale"))).isEqualTo(WriteResult.LOST);
    }

    @Test
    void saysThatItLosesWhatAProcessHad(@TempDir Path folder) {
        var inMemory = JdbcIdempotencyStore.open(memory(""), OPTIONS).capabilities();
        assertThat(inMemory.name()).startsWith("H2 2.").endsWith("in memory");
        assertThat(inMemory.shared()).isFalse();
        assertThat(inMemory.durability()).isEqualTo(DurabilityClass.D);

        String url = "jdbc:h2:file:" + folder.resolve("records");
        var inFile = JdbcIdempotencyStore.open(ConnectionsOf.url(url), OPTIONS).capabilities();
        assertThat(inFile.name()).doesNotContain("memory");
        assertThat(inFile.shared()).isTrue();
        assertThat(inFile.durability()).isEqualTo(DurabilityClass.D);
        assertThatThrownBy(() -> JdbcIdempotencyStore.open(ConnectionsOf.url(url + ";ACCESS_MODE_DATA=r"), OPTIONS))
                .hasMessageContaining("read-only");
    }

    @Test
    void givesHigherTokensAfterTheDatabaseWasClosed(@TempDir Path folder) {
        DataSource source = ConnectionsOf.url("jdbc:h2:file:" + folder.resolve("records"));
        Lease before = Requests.lease(JdbcIdempotencyStore.open(source, OPTIONS).claim(Requests.of(cell)));
        TestServer.execute(source, "delete from semel_record");

        assertThat(Requests.lease(JdbcIdempotencyStore.open(source).claim(Requests.of(cell)))
                        .token())
                .isGreaterThan(before.token());
    }

    /** In a transaction H2's current_timestamp is that of its beginning, and a lease from there would be over. */
    @Test
    void countsALeaseFromTheClaimAndNotFromTheBeginning() {
        JdbcTransactions transactions = new JdbcTransactions(memory(""));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions, OPTIONS);
        Transaction transaction = store.begin();
        store.find(cell);
        long begun = System.nanoTime();
        Waits.until(() -> System.nanoTime() - begun > Duration.ofMillis(300).toNanos());
        store.claim(Requests.of(cell, Duration.ofMillis(250), Requests.RETENTION));

        assertThat(store.find(cell).orElseThrow().times().leaseRemaining()).isPositive();
        transaction.rollback();
    }

    @Test
    void replaysNothingThatIsNotCommitted() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(memory(""));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions, OPTIONS);
        try (OtherThread other = new OtherThread()) {
            other.run(() -> {
                Transaction transaction = store.begin();
                store.complete(Requests.lease(store.claim(Requests.of(cell))), Requests.result("perhaps"));
                return transaction;
            });
            Transaction transaction = store.begin();
            transactions.connection().setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);

            assertThatThrownBy(() -> store.claim(Requests.of(cell))).hasMessageContaining("READ UNCOMMITTED");
            transaction.rollback();
        }
    }

    @Test
    void leavesTheSessionsLockTimeoutAsItWas() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(memory(";LOCK_TIMEOUT=1234"));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions, OPTIONS);
        Transaction transaction = store.begin();
        store.claim(Requests.of(cell));
        Connection connection = transactions.connection();

        int timeout = Statements.execute(connection, "select lock_timeout()", List.of(), answers -> answers.first()
                .getInt(1));
        assertThat(timeout).isEqualTo(1234);
        transaction.rollback();
    }

    @Test
    void refusesAPoolThatIsInSomebodysTransaction() {
        DataSource source = memory("");
        AtomicReference<@Nullable Connection> foreign = new AtomicReference<>();
        ConnectionsOf pool = () -> {
            Connection theirs = foreign.get();
            return theirs == null ? source.getConnection() : theirs;
        };
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool, OPTIONS);
        JdbcTransactions transactions = new JdbcTransactions(source);
        JdbcJoinedIdempotencyStore joined = JdbcJoinedIdempotencyStore.open(transactions);
        Transaction transaction = joined.begin();
        joined.claim(Requests.of(cell));
        foreign.set(transactions.connection());

        assertThatThrownBy(() -> store.find(cell))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("somebody's transaction");
        foreign.set(null);
        transaction.rollback();
        assertThat(store.find(cell)).isEmpty();
    }

    /** DDL commits the claim half-way; nobody runs the operation beside its holder. */
    @Test
    void keepsTheLeaseOfAnActionThatCreatesATable() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(memory(""));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions, OPTIONS);
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute("create table business (id int)");
        }
        try (OtherThread other = new OtherThread()) {
            other.run(() -> {
                Transaction second = store.begin();
                assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
                return second;
            });
        }
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        transaction.commit();
    }
}
