/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, counted there: a flight is what the driver sends before it waits for the server. */
class RoundTripsIT {
    private final WireProxy wire = new WireProxy();
    private final SmallPool pool = new SmallPool(wire.dataSource(), 1);
    private final CellId cell = Requests.cell();

    @AfterEach
    void close() throws IOException, SQLException {
        pool.close();
        wire.close();
    }

    @Test
    void leasedTakesOneForTheClaimAndOneForTheCompletion() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        Lease lease = counted(1, () -> Requests.lease(store.claim(Requests.of(cell))));
        assertThat(counted(1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
        counted(1, () -> store.renew(lease, Requests.LEASE, EffectMark.BEGUN));
        assertThat(counted(1, () -> store.complete(lease, Requests.result("done"))))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(counted(1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
        counted(1, () -> store.find(cell));
        counted(2, () -> store.complete(lease, Requests.result("done")));
        assertThat(pool.complaints()).isEmpty();
    }

    @Test
    void joinedTakesTwoInTheCallersTransactionAndNoCommitOfItsOwn() {
        JdbcTransactions transactions = new JdbcTransactions(pool);
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
        Transaction first = counted(0, store::begin);
        Lease lease = counted(1, () -> Requests.lease(store.claim(Requests.of(cell))));
        counted(1, () -> store.complete(lease, Requests.result("done")));
        counted(1, () -> ended(first));

        Transaction replay = counted(0, store::begin);
        assertThat(counted(1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
        counted(1, () -> ended(replay));
        assertThat(pool.openedConnections()).isEqualTo(1);
        assertThat(pool.complaints()).isEmpty();
    }

    /** A statement whose plan for known values looks cheaper is planned anew each time, which may cost more than to run it. */
    @Test
    void hasNoStatementPlannedAnewEachTime() throws SQLException {
        try (SmallPool preparing = new SmallPool(TestServer.dataSource(), 1)) {
            execute(preparing, 20);

            assertThat(TestServer.text(
                            preparing,
                            "select (count(*) > 5) || ' ' || count(*) filter (where custom_plans > 8)"
                                    + " from pg_prepared_statements where statement like '%semel_record%'"))
                    .isEqualTo("true 0");
        }
    }

    private static void execute(SmallPool pool, int times) {
        JdbcTransactions transactions = new JdbcTransactions(pool);
        JdbcJoinedIdempotencyStore joined = JdbcJoinedIdempotencyStore.open(transactions);
        JdbcIdempotencyStore leased = JdbcIdempotencyStore.open(pool);
        for (int i = 0; i < times; i++) {
            Transaction transaction = joined.begin();
            joined.complete(Requests.lease(joined.claim(Requests.of(Requests.cell()))), Requests.result("done"));
            transaction.commit();
            leased.complete(Requests.lease(leased.claim(Requests.of(Requests.cell()))), Requests.result("done"));
        }
    }

    @Test
    void writesNothingForAReplay() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        store.complete(Requests.lease(store.claim(Requests.of(cell))), Requests.result("done"));
        String version = "select xmin || ' ' || xmax from semel_record where key_hash = '" + cell.toUuid() + "'";
        String before = TestServer.text(pool, version);
        store.claim(Requests.of(cell));
        store.claim(Requests.of(cell, "another payload"));

        assertThat(TestServer.text(pool, version)).isEqualTo(before);
    }

    private static boolean ended(Transaction transaction) {
        transaction.commit();
        return true;
    }

    private <T> T counted(int flights, Supplier<T> verb) {
        int before = wire.flights();
        T answer = verb.get();
        assertThat(wire.flights() - before).isEqualTo(flights);
        return answer;
    }
}
