/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What InnoDB and its drivers do unlike others (design rule D5), on the real server. */
class MariaDbTrapsIT {
    private static final int WAITERS = 3;

    private final JdbcTransactions transactions = new JdbcTransactions(MariaDb.dataSource());
    private final JdbcJoinedIdempotencyStore joined = JdbcJoinedIdempotencyStore.open(transactions);
    private final JdbcIdempotencyStore leased = JdbcIdempotencyStore.open(MariaDb.dataSource());
    private final CellId cell = Requests.cell();
    private final OtherThread other = new OtherThread();
    private final ExecutorService waiters = Executors.newFixedThreadPool(WAITERS);

    @AfterEach
    void close() {
        other.close();
        waiters.shutdownNow();
    }

    /** A, B, C insert one key, A rolls back: InnoDB then lets the gap locks of B and C run into a deadlock. */
    @Test
    void grantsOneOfTheWaitersAfterARollback() {
        Transaction first = other.run(() -> granted(cell));
        List<CompletableFuture<Claim>> waiting = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> leased.claim(Requests.of(cell)), waiters));
        }
        Waits.until(() -> waitingTransactions() == WAITERS);
        other.run(() -> {
            first.rollback();
            return true;
        });

        List<Object> answers = waiting.stream().map(MariaDbTrapsIT::answer).toList();
        assertThat(answers).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(StoreException.class::isInstance)
                .allSatisfy(e -> assertThat(((StoreException) e).certainty()).isEqualTo(Certainty.TRANSIENT));
        assertThat(leased.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
    }

    /** Under REPEATABLE READ the caller's snapshot does not show the winner; the claim does. */
    @Test
    void replaysWhatWasCommittedAfterTheSnapshot() {
        Transaction late = joined.begin();
        assertThat(joined.find(cell)).isEmpty();
        other.run(() -> {
            Transaction winner = joined.begin();
            joined.complete(Requests.lease(joined.claim(Requests.of(cell))), Requests.result("first"));
            winner.commit();
            return true;
        });

        assertThat(joined.find(cell)).isEmpty();
        assertThat(joined.claim(Requests.of(cell))).isInstanceOfSatisfying(Claim.Refused.class, refused -> assertThat(
                        refused.record().result())
                .contains(Requests.result("first")));
        late.rollback();
    }

    /** The default of newer servers: reading what is newer than the snapshot fails. */
    @Test
    void isTransientWhereTheServerInsistsOnTheSnapshot() {
        Transaction late = joined.begin();
        execute("set session innodb_snapshot_isolation = on");
        assertThat(joined.find(cell)).isEmpty();
        other.run(() -> {
            Transaction winner = joined.begin();
            joined.complete(Requests.lease(joined.claim(Requests.of(cell))), Requests.result("first"));
            winner.commit();
            return true;
        });

        assertCertainty(Certainty.TRANSIENT, () -> joined.claim(Requests.of(cell)));
        late.rollback();
        Transaction next = joined.begin();
        assertThat(joined.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
        next.rollback();
    }

    /** What somebody has completed and not committed may yet be rolled back. */
    @Test
    void replaysNothingThatIsNotCommitted() {
        other.run(() -> {
            Transaction transaction = joined.begin();
            joined.complete(Requests.lease(joined.claim(Requests.of(cell))), Requests.result("perhaps"));
            return transaction;
        });
        JdbcTransactions careless =
                new JdbcTransactions(MariaDb.dataSource("sessionVariables=tx_isolation='READ-UNCOMMITTED'"));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(careless);
        Transaction transaction = store.begin();

        assertThatThrownBy(() -> store.claim(Requests.of(cell))).hasMessageContaining("READ UNCOMMITTED");
        transaction.rollback();
    }

    /** 1205 ends the statement and not the transaction: what it has written before is committed. */
    @Test
    void keepsTheCallersRowsWhenAClaimMeetsAnother() {
        String row = UUID.randomUUID().toString();
        TestServer.execute(MariaDb.dataSource(), "create table if not exists trap (id varchar(100) primary key)");
        other.run(() -> granted(cell));
        Transaction transaction = joined.begin();
        execute("insert into trap values ('" + row + "')");
        assertThat(joined.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        transaction.commit();

        assertThat(TestServer.number(MariaDb.dataSource(), "select count(*) from trap where id = '" + row + "'"))
                .isEqualTo(1);
    }

    /** A locking read of an absent key, or a duplicate, would lock the gap before it, where a stranger's key may belong. */
    @Test
    void locksNothingForAReplayAndNoGapForAFirstRequest() {
        CellId below = new CellId(cell.high(), 1);
        CellId replayed = new CellId(cell.high(), 3);
        leased.complete(Requests.lease(leased.claim(Requests.of(replayed))), Requests.result("done"));
        other.run(() -> {
            Transaction transaction = joined.begin();
            assertThat(joined.claim(Requests.of(replayed))).isInstanceOf(Claim.Refused.class);
            assertThat(joined.claim(Requests.of(below))).isInstanceOf(Claim.Granted.class);
            return transaction;
        });

        for (long low : new long[] {0, 2, 4}) {
            Transaction transaction = joined.begin();
            assertThat(joined.claim(Requests.of(new CellId(cell.high(), low)))).isInstanceOf(Claim.Granted.class);
            transaction.rollback();
        }
    }

    /** DDL commits the claim half-way. Nothing can mend that, but nobody runs the operation beside its holder. */
    @Test
    void keepsTheLeaseOfAnActionThatCreatesATable() {
        Transaction transaction = joined.begin();
        Lease lease = Requests.lease(joined.claim(Requests.of(cell)));
        execute("create table if not exists trap (id varchar(100) primary key)");
        other.run(() -> {
            Transaction second = joined.begin();
            assertThat(joined.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
            return second;
        });
        assertThat(joined.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        transaction.commit();

        assertThat(leased.find(cell).orElseThrow().result()).contains(Requests.result("done"));
    }

    /** The server's own deadlock, of business rows: it has rolled back the whole transaction. */
    @Test
    void callsADeadlockTransientAndALostRecordLost() {
        String[] rows = {UUID.randomUUID().toString(), UUID.randomUUID().toString()};
        TestServer.execute(MariaDb.dataSource(), "create table if not exists trap (id varchar(100) primary key)");
        TestServer.execute(MariaDb.dataSource(), "insert into trap values ('%s'), ('%s')".formatted((Object[]) rows));
        Transaction mine = joined.begin();
        Lease lease = Requests.lease(joined.claim(Requests.of(cell)));
        lock(rows[0]);
        other.run(() -> {
            Transaction theirs = joined.begin();
            lock(rows[1]);
            return theirs;
        });
        CompletableFuture<Boolean> theirs = CompletableFuture.supplyAsync(() -> other.run(() -> tryLock(rows[0])));
        Waits.until(() -> waitingTransactions() > 0);
        boolean survived = tryLock(rows[1]);
        boolean theySurvived = theirs.join();

        assertThat(survived).isNotEqualTo(theySurvived);
        assertThat(joined.complete(lease, Requests.result("done")))
                .isEqualTo(survived ? WriteResult.APPLIED : WriteResult.LOST);
        mine.rollback();
    }

    @Test
    void givesUpAnotherTransactionsRowAfterTheTimeout() {
        other.run(() -> granted(cell));
        JdbcIdempotencyStore impatient = JdbcIdempotencyStore.open(
                MariaDb.dataSource(), JdbcOptions.DEFAULTS.withTimeout(Duration.ofMillis(50)));

        assertCertainty(Certainty.OVERLOADED, () -> impatient.claim(Requests.of(cell)));
        assertThatThrownBy(() -> impatient.claim(Requests.of(cell))).hasMessageContaining("cancelled");
    }

    @Test
    void refusesAPoolThatIsInSomebodysTransaction() {
        AtomicReference<@Nullable Connection> foreign = new AtomicReference<>();
        ConnectionsOf source = () -> {
            Connection theirs = foreign.get();
            return theirs == null ? MariaDb.dataSource().getConnection() : theirs;
        };
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(source);
        Transaction transaction = granted(cell);
        foreign.set(transactions.connection());

        assertThatThrownBy(() -> store.find(cell)).hasMessageContaining("somebody's transaction");
        foreign.set(null);
        transaction.rollback();
        assertThat(store.find(cell)).isEmpty();
    }

    /** The clock runs on in a transaction, in UTC, though the session's zone is another. */
    @Test
    void countsALeaseFromTheClaimInUtc() {
        Transaction transaction = joined.begin();
        execute("select sleep(0.3)");
        joined.claim(Requests.of(cell, Duration.ofMillis(200), Requests.RETENTION));
        String left =
                "set statement time_zone = '+00:00' for select timestampdiff(microsecond, sysdate(6), lease_until) > 0"
                        + " and lease_until < sysdate(6) + interval 1 minute from semel_record where key_hash = x'"
                        + hex(cell)
                        + "'";
        assertThat(first(left)).isTrue();
        transaction.rollback();
    }

    private Transaction granted(CellId cellId) {
        Transaction transaction = joined.begin();
        assertThat(joined.claim(Requests.of(cellId))).isInstanceOf(Claim.Granted.class);
        return transaction;
    }

    private static Object answer(CompletableFuture<Claim> waiting) {
        try {
            return waiting.join();
        } catch (CompletionException e) {
            return Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    private void lock(String row) {
        execute("select id from trap where id = '" + row + "' for update");
    }

    private boolean tryLock(String row) {
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute("select id from trap where id = '" + row + "' for update");
            return true;
        } catch (SQLException e) {
            assertThat(SqlErrors.certainty(e)).isEqualTo(Certainty.TRANSIENT);
            return false;
        }
    }

    /** InnoDB renews what this view shows only if nobody has read it for 100 ms. */
    private static long waitingTransactions() {
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        return TestServer.number(
                MariaDb.dataSource(),
                "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'");
    }

    private static String hex(CellId cellId) {
        return cellId.toUuid().toString().replace("-", "");
    }

    private static void assertCertainty(Certainty certainty, Supplier<?> verb) {
        assertThatThrownBy(verb::get).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .isEqualTo(certainty));
    }

    private boolean first(String sql) {
        try (Statement statement = transactions.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
