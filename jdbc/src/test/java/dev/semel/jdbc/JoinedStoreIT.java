/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two transactions at one cell: this thread's, and another's that stays open meanwhile. */
class JoinedStoreIT {
    private static final ClaimRequest.Terms TERMS = new ClaimRequest.Terms(Requests.LEASE, Requests.RETENTION, false);

    private final JdbcTransactions transactions = new JdbcTransactions(TestServer.dataSource());
    private final PostgresJoinedIdempotencyStore store = PostgresJoinedIdempotencyStore.open(transactions);
    private final CellId cell = Requests.cell();
    private final OtherThread other = new OtherThread();

    @AfterEach
    void endTheOtherThread() {
        other.close();
    }

    @Test
    void commitsTheRecordWithTheBusinessRows() throws SQLException {
        TestServer.execute(TestServer.dataSource(), "create table if not exists business (cell uuid primary key)");
        for (boolean commit : new boolean[] {false, true}) {
            Transaction transaction = store.begin();
            Lease lease = Requests.lease(store.claim(Requests.of(cell)));
            insertBusinessRow();
            assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
            if (commit) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
            assertThat(store.find(cell).isPresent()).isEqualTo(commit);
            assertThat(businessRows()).isEqualTo(commit ? 1 : 0);
            assertThat(store.committed(cell, lease.token(), Duration.ofSeconds(5)))
                    .isEqualTo(commit);
        }
    }

    @Test
    void answersContendedWhileTheSamePayloadIsUncommitted() {
        other.run(() -> begun(Requests.of(cell)));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void answersContendedByAnotherWhileAnotherPayloadIsUncommitted() {
        other.run(() -> begun(Requests.of(cell, "one")));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
        assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void saysSameWherePayloadsCannotBeCompared() {
        other.run(() -> begun(Requests.of(cell, List.of(Requests.fingerprint(1, "one")), TERMS)));

        Fingerprint newer = Requests.fingerprint(2, "by a newer algorithm");
        assertThat(answer(List.of(newer))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(Fingerprint.NONE))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(newer, Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(newer, Requests.fingerprint(1, "two")))).isEqualTo(new Claim.Contended(false));
    }

    @Test
    void saysSameWhereTheOtherHasNoPayload() {
        other.run(() -> begun(Requests.of(cell, List.of(Fingerprint.NONE), TERMS)));

        assertThat(answer(List.of(Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
    }

    @Test
    void keepsEqualCellsInTwoSchemasApart() {
        ContractSchema tables = ContractSchema.of("joined_elsewhere");
        PostgresJoinedIdempotencyStore elsewhere = PostgresJoinedIdempotencyStore.open(transactions, tables.options());
        other.run(() -> begun(Requests.of(cell, "one")));

        for (String payload : List.of("one", "two")) {
            Transaction transaction = elsewhere.begin();
            assertThat(elsewhere.claim(Requests.of(cell, payload))).isInstanceOf(Claim.Granted.class);
            transaction.rollback();
        }
    }

    /** At the end of a transaction its locks go one by one; the payload's may be gone before the cell's. */
    @Test
    void neverSaysOtherWhenOnlyTheCellsLockIsSeen() {
        ClaimRequest request = Requests.of(cell);
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("select pg_advisory_xact_lock(" + cell.high() + " # 'semel_record'::regclass::oid::bigint)");
            return transaction;
        });

        OtherThread prober = new OtherThread();
        prober.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell, "a prober's"))).isEqualTo(new Claim.Contended(true));
            return transaction;
        });
        Transaction transaction = store.begin();
        assertThat(store.claim(request)).isEqualTo(new Claim.Contended(true));
        transaction.rollback();
        prober.close();
    }

    @Test
    void doesNotTakeAProbersPayloadForTheHolders() {
        other.run(() -> begun(Requests.of(cell, "one")));
        OtherThread prober = new OtherThread();
        prober.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
            return transaction;
        });

        assertThat(answer(List.of(Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(Requests.fingerprint(1, "three")))).isEqualTo(new Claim.Contended(false));
        prober.close();
    }

    @Test
    void grantsAsSoonAsTheOtherHasRolledBack() {
        Transaction uncommitted = other.run(() -> begun(Requests.of(cell)));
        other.run(() -> {
            uncommitted.rollback();
            return true;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Granted.class);
        transaction.rollback();
    }

    @Test
    void replaysInOpenTransactionsSideBySide() {
        completed();
        other.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isInstanceOfSatisfying(Claim.Refused.class, refused -> assertThat(
                        refused.record().state())
                .isEqualTo(RecordState.COMPLETED));
        assertThat(store.claim(Requests.of(cell, "other"))).isInstanceOf(Claim.Refused.class);
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForAnUncommittedTakeover() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        other.run(() -> begun(Requests.of(cell)));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForWhoeverHasTheRowLocked() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("select 1 from semel_record where key_hash = '" + cell.toUuid() + "' for update");
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForAnUncommittedPurge() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.INSTANT)));
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("delete from semel_record where key_hash = '" + cell.toUuid() + "'");
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void losesTheRecordWithASavepoint() throws SQLException {
        Transaction transaction = store.begin();
        var savepoint = transactions.connection().setSavepoint();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        transactions.connection().rollback(savepoint);

        other.run(() -> {
            begun(Requests.of(cell)).rollback();
            return true;
        });
        assertThat(store.complete(lease, Requests.result("lost"))).isEqualTo(WriteResult.LOST);
        transaction.rollback();
    }

    @Test
    void countsALeaseFromTheClaimAndNotFromTheBeginning() {
        Transaction transaction = store.begin();
        execute("select pg_sleep(0.5)");
        store.claim(Requests.of(cell, Duration.ofMillis(400), Requests.RETENTION));
        execute("select 1 / (lease_until > clock_timestamp())::int from semel_record where key_hash = '" + cell.toUuid()
                + "'");
        transaction.rollback();
    }

    /** The driver calls the commit of such a transaction a success, so that the completion has to notice. */
    @Test
    void completesNothingInATransactionThatAnEarlierStatementBroke() {
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        assertThatThrownBy(() -> execute("select 1 / 0")).isInstanceOf(AssertionError.class);

        assertThatThrownBy(() -> store.complete(lease, Requests.result("swallowed")))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                        .isEqualTo(StoreException.Certainty.NOT_APPLIED))
                .hasMessageContaining("An earlier statement");
        transaction.rollback();
    }

    @Test
    void refusesVerbsOutsideOfATransaction() {
        Lease lease = Requests.lease(committed(() -> store.claim(Requests.of(cell))));
        assertThatThrownBy(() -> store.claim(Requests.of(cell))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.complete(lease, Requests.result("x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.release(lease)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.hold(lease)).isInstanceOf(IllegalStateException.class);
        assertThat(store.find(cell)).isPresent();
    }

    @Test
    void waitsForTheTransactionBeforeItSaysThatNothingWasCommitted() throws Exception {
        ClaimRequest request = Requests.of(cell);
        Transaction open = other.run(() -> store.begin());
        Lease lease = other.run(() -> Requests.lease(store.claim(request)));
        other.run(() -> store.complete(lease, Requests.result("slow")));

        assertThatThrownBy(() -> store.committed(cell, lease.token(), Duration.ofMillis(100)))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                        .isEqualTo(StoreException.Certainty.TRANSIENT));
        CompletableFuture<Boolean> answer =
                CompletableFuture.supplyAsync(() -> store.committed(cell, lease.token(), Duration.ofSeconds(20)));
        Waits.until(() -> TestServer.number(
                        TestServer.dataSource(),
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = " + "(("
                                + cell.high() + " # 'semel_record'::regclass::oid::bigint) & 4294967295)::oid")
                == 1);
        assertThat(answer).isNotDone();
        other.run(() -> {
            open.commit();
            return true;
        });
        assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private Claim answer(List<Fingerprint> accepted) {
        Transaction transaction = store.begin();
        Claim claim = store.claim(Requests.of(cell, accepted, TERMS));
        assertUsable();
        transaction.rollback();
        return claim;
    }

    private Transaction begun(ClaimRequest request) {
        Transaction transaction = store.begin();
        assertThat(store.claim(request)).isInstanceOf(Claim.Granted.class);
        return transaction;
    }

    private void completed() {
        committed(() -> {
            Lease lease = Requests.lease(store.claim(Requests.of(cell)));
            return store.complete(lease, Requests.result("first"));
        });
    }

    private <T> T committed(Supplier<T> verb) {
        Transaction transaction = store.begin();
        T answer = verb.get();
        transaction.commit();
        return answer;
    }

    private void assertUsable() {
        execute("select 1");
    }

    private void execute(String sql) {
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private void insertBusinessRow() {
        execute("insert into business values ('" + cell.toUuid() + "')");
    }

    private long businessRows() {
        return TestServer.number(
                TestServer.dataSource(), "select count(*) from business where cell = '" + cell.toUuid() + "'");
    }
}
