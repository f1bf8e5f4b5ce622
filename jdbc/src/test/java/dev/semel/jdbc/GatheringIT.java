/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.ConcurrencyProbe;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that gathers, with many threads and with keys that somebody blocks. */
class GatheringIT {
    private static final int THREADS = 64;
    private static final int CELLS = 20;
    private final WireProxy wire = new WireProxy();
    private final SmallPool pool = new SmallPool(wire.dataSource(), 20);
    private final PostgresDialect dialect = new PostgresDialect(JdbcOptions.DEFAULTS);
    private final Verbs verbs = new Verbs(dialect, new OperationNames(dialect));
    private final List<Connection> blockers = new ArrayList<>();

    @AfterEach
    void close() throws IOException, SQLException {
        for (Connection blocker : blockers) {
            blocker.close();
        }
        assertThat(pool.complaints()).isEmpty();
        pool.close();
        wire.close();
    }

    /** With no more connections than senders, and no patience for one. */
    @Test
    void givesManyThreadsTheirOwnAnswersInFarFewerStatementsThanCalls() throws SQLException {
        try (SmallPool few = new SmallPool(wire.dataSource(), JdbcOptions.DEFAULTS.senders(), 0)) {
            assertGathers(JdbcIdempotencyStore.open(few));
        }
    }

    private void assertGathers(JdbcIdempotencyStore store) {
        List<List<CellId>> cells = IntStream.range(0, THREADS)
                .mapToObj(thread -> Stream.generate(Requests::cell).limit(CELLS).toList())
                .toList();
        int before = wire.flights();

        List<Lease> leases = each(cells, cell -> Requests.lease(store.claim(Requests.of(cell))));
        assertThat(leases).extracting(lease -> lease.token().value()).doesNotHaveDuplicates();
        assertThat(leases).extracting(Lease::cellId).doesNotHaveDuplicates();
        List<List<Lease>> byThread = IntStream.range(0, THREADS)
                .mapToObj(thread -> leases.subList(thread * CELLS, (thread + 1) * CELLS))
                .toList();
        assertThat(each(byThread, lease -> store.complete(lease, Requests.result("of " + lease.cellId()))))
                .containsOnly(WriteResult.APPLIED);
        assertThat(each(cells, cell -> replays(store.claim(Requests.of(cell)), cell)))
                .containsOnly(true);

        int calls = 3 * THREADS * CELLS;
        assertThat(wire.flights() - before).isLessThan(calls / 3);
    }

    private static boolean replays(Claim claim, CellId cell) {
        return claim instanceof Claim.Refused refused
                && refused.record().result().equals(Optional.of(Requests.result("of " + cell)));
    }

    /** What each thread does with each of its own. */
    private static <A, B> List<B> each(List<List<A>> work, Function<A, B> call) {
        IntFunction<List<B>> thread =
                number -> work.get(number).stream().map(call).toList();
        return ConcurrencyProbe.race(THREADS, thread).stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void grantsAHotCellToOneOfAHerd() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        for (int round = 0; round < 5; round++) {
            CellId cell = Requests.cell();
            List<Claim> claims = ConcurrencyProbe.race(THREADS, thread -> store.claim(Requests.of(cell)));
            assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        }
    }

    @Test
    void answersTheNeighboursOfABlockedKeyWhileItIsBlocked() throws SQLException {
        JdbcIdempotencyStore store = oneSender();
        Connection gate = blocked(Requests.cell(), store);
        CellId contested = Requests.cell();
        Connection holder = blocker(contested);
        List<Caller<Claim>> neighbours = queued(store, requests(6));
        Caller<Claim> claimant = new Caller<>(() -> store.claim(Requests.of(contested))).queued();
        gate.rollback();

        for (Caller<Claim> neighbour : neighbours) {
            assertThat(neighbour.answer()).isInstanceOf(Claim.Granted.class);
        }
        TestServer.awaitBlocked(1);
        holder.rollback();
        assertThat(claimant.answer()).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void tellsOnlyTheOneWhoAskedThatARecordIsDamaged() throws SQLException {
        JdbcIdempotencyStore store = oneSender();
        CellId damaged = Requests.cell();
        store.complete(Requests.lease(store.claim(Requests.of(damaged))), Requests.result("done"));
        TestServer.execute(
                TestServer.dataSource(),
                "update semel_record set result = '\\xff' where key_hash = '" + damaged.toUuid() + "'");
        Connection gate = blocked(Requests.cell(), store);
        Caller<Claim> unlucky = new Caller<>(() -> store.claim(Requests.of(damaged))).queued();
        List<Caller<Claim>> neighbours = queued(store, requests(3));
        gate.rollback();

        assertThat(unlucky.failure()).isInstanceOf(UnreadableRecordException.class);
        assertThat(neighbours).allSatisfy(one -> assertThat(one.answer()).isInstanceOf(Claim.Granted.class));
    }

    @Test
    void grantsClaimsSentAgainUnderTheTokensThatALostAnswerBore() throws SQLException {
        JdbcIdempotencyStore store = oneSender();
        Connection gate = blocked(Requests.cell(), store);
        List<ClaimRequest> requests = requests(8);
        List<Caller<Claim>> callers = queued(store, requests);
        wire.next("unnest", WireProxy.Fate.LOSE_ANSWER);
        gate.rollback();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.certainty()).isEqualTo(Certainty.UNKNOWN));
        for (ClaimRequest request : requests) {
            assertThat(store.find(request.cellId()).map(record -> record.token()))
                    .contains(Requests.lease(store.claim(request)).token());
        }
    }

    @Test
    void leavesNothingOfAStatementThatNeverArrived() throws SQLException {
        JdbcIdempotencyStore store = oneSender();
        Connection gate = blocked(Requests.cell(), store);
        List<ClaimRequest> requests = requests(8);
        List<Caller<Claim>> callers = queued(store, requests);
        wire.next("unnest", WireProxy.Fate.LOSE_REQUEST);
        gate.rollback();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.certainty()).isEqualTo(Certainty.UNKNOWN));
        for (ClaimRequest request : requests) {
            assertThat(store.find(request.cellId())).isEmpty();
            assertThat(store.claim(request)).isInstanceOf(Claim.Granted.class);
        }
    }

    private JdbcIdempotencyStore oneSender() {
        return JdbcIdempotencyStore.open(pool, JdbcOptions.DEFAULTS.withSenders(1));
    }

    private static List<ClaimRequest> requests(int count) {
        return Stream.generate(() -> Requests.of(Requests.cell())).limit(count).toList();
    }

    private static List<Caller<Claim>> queued(JdbcIdempotencyStore store, List<ClaimRequest> requests) {
        return requests.stream()
                .map(request -> new Caller<>(() -> store.claim(request)).queued())
                .toList();
    }

    /** Lets the store's only sender wait for a key, until the connection rolls back. */
    private Connection blocked(CellId cell, JdbcIdempotencyStore store) throws SQLException {
        Connection gate = blocker(cell);
        new Caller<>(() -> store.claim(Requests.of(cell)));
        TestServer.awaitBlocked(1);
        return gate;
    }

    /** Claims in a transaction that stays open. */
    private Connection blocker(CellId cell) throws SQLException {
        Connection blocker = TestServer.dataSource().getConnection();
        blocker.setAutoCommit(false);
        blockers.add(blocker);
        verbs.claim(blocker, verbs.claiming(Requests.of(cell)));
        return blocker;
    }
}
