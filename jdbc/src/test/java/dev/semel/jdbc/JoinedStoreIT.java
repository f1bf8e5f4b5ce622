/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records that are part of the caller's transaction. */
class JoinedStoreIT extends TwoTransactions {
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
}
