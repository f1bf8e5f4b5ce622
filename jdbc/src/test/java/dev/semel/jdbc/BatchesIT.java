/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.ConcurrencyProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the statements of several cells answer, and what they leave to the plain ones. */
class BatchesIT {
    private static final ClaimRequest.Terms TAKES_HELD =
            new ClaimRequest.Terms(Requests.LEASE, Requests.RETENTION, true);

    private final PostgresDialect dialect = new PostgresDialect(JdbcOptions.DEFAULTS);
    private final Verbs verbs = new Verbs(dialect, new OperationNames(dialect));
    private final JdbcIdempotencyStore plain =
            JdbcIdempotencyStore.open(TestServer.dataSource(), JdbcOptions.DEFAULTS.withSenders(0));

    @Test
    void grantsAbsentCellsAndRefusesOthersAsThePlainStatementDoes() throws SQLException {
        CellId completed = completed(Requests.result("done"));
        CellId running = Requests.cell();
        plain.claim(Requests.of(running));
        CellId held = held();
        CellId absent = Requests.cell();
        CellId alsoAbsent = Requests.cell();

        List<Optional<Claim>> answers = claim(List.of(
                Requests.of(absent),
                Requests.of(completed),
                Requests.of(running),
                Requests.of(completed, "another payload"),
                Requests.of(held),
                Requests.of(alsoAbsent)));

        assertThat(answers).allMatch(Optional::isPresent);
        assertThat(Stream.of(answers.get(0), answers.get(5)).map(Optional::get))
                .allSatisfy(claim -> assertThat(claim).isInstanceOfSatisfying(Claim.Granted.class, granted -> {
                    assertThat(granted.attempt()).isEqualTo(1);
                    assertThat(granted.history()).isEqualTo(Claim.History.FRESH);
                }));
        assertThat(answers.get(1).map(BatchesIT::withoutWhatRunsDown))
                .contains(withoutWhatRunsDown(plain.claim(Requests.of(completed))));
        assertThat(state(answers.get(2))).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(answers.get(3).map(BatchesIT::withoutWhatRunsDown))
                .contains(withoutWhatRunsDown(plain.claim(Requests.of(completed, "another payload"))));
        assertThat(state(answers.get(4))).isEqualTo(RecordState.HELD);
        assertThat(plain.find(absent).map(record -> record.token()))
                .contains(Requests.lease(answers.get(0).get()).token());
        assertThat(plain.complete(Requests.lease(answers.get(5).get()), Requests.result("done")))
                .isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void leavesTakeoversLargeAndDamagedRecordsToThePlainStatement() throws SQLException {
        CellId released = Requests.cell();
        plain.release(Requests.lease(plain.claim(Requests.of(released))));
        CellId abandoned = Requests.cell();
        plain.claim(Requests.of(abandoned, Requests.INSTANT, Requests.RETENTION));
        CellId expired = Requests.cell();
        plain.claim(Requests.of(expired, Requests.INSTANT, Requests.INSTANT));
        ClaimRequest again = Requests.of(Requests.cell());
        plain.claim(again);
        CellId damaged = completed(Requests.result("done"));
        TestServer.execute(
                TestServer.dataSource(),
                "update semel_record set result = '\\xff' where key_hash = '" + damaged.toUuid() + "'");
        Bytes large = Bytes.wrap(new byte[Gatherer.LARGE]);

        List<Optional<Claim>> answers = claim(List.of(
                Requests.of(released),
                Requests.of(abandoned),
                Requests.of(expired),
                again,
                Requests.of(damaged),
                Requests.of(completed(new RecordedResult(RecordedResult.Kind.VALUE, "bytes", 1, large))),
                Requests.of(held(), List.of(Requests.fingerprint(1, "payload")), TAKES_HELD),
                Requests.of(Requests.cell())));

        assertThat(answers.subList(0, 7)).allMatch(Optional::isEmpty);
        assertThat(answers.get(7)).isPresent();
    }

    @Test
    void completesWhatIsHeldUnderItsTokenAndWaitsForNoLockedRow() throws SQLException {
        Lease first = Requests.lease(plain.claim(Requests.of(Requests.cell())));
        Lease stale = Requests.lease(plain.claim(Requests.of(Requests.cell(), Requests.INSTANT, Requests.RETENTION)));
        plain.claim(Requests.of(stale.cellId()));
        Lease released = Requests.lease(plain.claim(Requests.of(Requests.cell())));
        plain.release(released);
        Lease locked = Requests.lease(plain.claim(Requests.of(Requests.cell())));
        Lease last = Requests.lease(plain.claim(Requests.of(Requests.cell())));
        Lease lost = new Lease(Requests.cell(), last.token());

        try (Connection other = TestServer.dataSource().getConnection()) {
            other.setAutoCommit(false);
            Statements.script(
                    other,
                    "select 1 from semel_record where key_hash = '"
                            + locked.cellId().toUuid() + "' for update");
            assertThat(complete(List.of(first, stale, released, locked, lost, last)))
                    .containsExactly(
                            Optional.of(WriteResult.APPLIED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(WriteResult.APPLIED));
            other.rollback();
        }
        assertThat(plain.find(first.cellId()).flatMap(record -> record.result()))
                .contains(Requests.result("of " + first.cellId()));
        assertThat(plain.find(last.cellId()).flatMap(record -> record.result()))
                .contains(Requests.result("of " + last.cellId()));
        assertThat(plain.find(locked.cellId()).flatMap(record -> record.result()))
                .isEmpty();
    }

    /** One key holds up two nodes that send the same cells in opposite orders, each with one of them inserted. */
    @Test
    void insertsInTheOrderOfKeysSoThatTwoNodesDoNotDeadlock() throws SQLException {
        CellId low = cell(1);
        CellId middle = cell(2);
        CellId high = cell(3);
        Batches patient = new PostgresBatches(new PostgresSql(JdbcOptions.DEFAULTS), Duration.ofSeconds(20));
        try (Connection gate = TestServer.dataSource().getConnection()) {
            gate.setAutoCommit(false);
            verbs.claim(gate, verbs.claiming(Requests.of(middle)));
            List<Caller<List<Optional<Claim>>>> nodes = Stream.of(
                            List.of(low, middle, high), List.of(high, middle, low))
                    .map(cells -> new Caller<>(() -> unchecked(() -> claim(patient, requests(cells)))))
                    .toList();
            TestServer.awaitBlocked(2);
            gate.rollback();
            List<CellId> granted = nodes.stream()
                    .flatMap(node -> node.answer().stream())
                    .flatMap(Optional::stream)
                    .filter(Claim.Granted.class::isInstance)
                    .map(claim -> Requests.lease(claim).cellId())
                    .toList();
            assertThat(granted).containsExactlyInAnyOrder(low, middle, high);
        }
    }

    private static CellId cell(long order) {
        return new CellId(
                (Requests.cell().high() >>> 8) + (order << 56), Requests.cell().low());
    }

    @Test
    void grantsAndCompletesOnceWhatTwoNodesSendInOppositeOrders() {
        for (int round = 0; round < 20; round++) {
            List<CellId> cells = Stream.generate(Requests::cell)
                    .limit(dialect.batches().most())
                    .toList();
            List<Lease> leases =
                    ConcurrencyProbe.race(2, node -> unchecked(() -> claim(requests(turned(cells, node))))).stream()
                            .flatMap(List::stream)
                            .flatMap(Optional::stream)
                            .filter(Claim.Granted.class::isInstance)
                            .map(Requests::lease)
                            .toList();
            assertThat(leases).extracting(Lease::cellId).containsExactlyInAnyOrderElementsOf(cells);

            List<List<Optional<WriteResult>>> written =
                    ConcurrencyProbe.race(2, node -> unchecked(() -> complete(turned(leases, node))));
            assertThat(written.stream().flatMap(List::stream).flatMap(Optional::stream))
                    .hasSize(cells.size());
        }
    }

    private static <T> List<T> turned(List<T> list, int node) {
        List<T> copy = new ArrayList<>(list);
        if (node == 1) {
            Collections.reverse(copy);
        }
        return copy;
    }

    private static List<ClaimRequest> requests(List<CellId> cells) {
        return cells.stream().map(Requests::of).toList();
    }

    private List<Optional<Claim>> claim(List<ClaimRequest> requests) throws SQLException {
        return claim(dialect.batches(), requests);
    }

    private List<Optional<Claim>> claim(Batches batches, List<ClaimRequest> requests) throws SQLException {
        try (Connection connection = TestServer.dataSource().getConnection()) {
            return batches.claim(
                    connection, requests.stream().map(verbs::claiming).toList());
        }
    }

    private List<Optional<WriteResult>> complete(List<Lease> leases) throws SQLException {
        List<Batches.Completion> completions = IntStream.range(0, leases.size())
                .mapToObj(i -> new Batches.Completion(
                        leases.get(i), Requests.result("of " + leases.get(i).cellId())))
                .toList();
        try (Connection connection = TestServer.dataSource().getConnection()) {
            return dialect.batches().complete(connection, completions);
        }
    }

    private CellId completed(RecordedResult result) {
        CellId cell = Requests.cell();
        plain.complete(Requests.lease(plain.claim(Requests.of(cell))), result);
        return cell;
    }

    private CellId held() {
        CellId cell = Requests.cell();
        plain.hold(Requests.lease(plain.claim(Requests.of(cell))));
        return cell;
    }

    /** The record of a refused claim, whose retention is told as what is left of it when it is asked for. */
    private static IdempotencyRecord withoutWhatRunsDown(Claim claim) {
        IdempotencyRecord record = ((Claim.Refused) claim).record();
        assertThat(record.times().retentionRemaining()).isBetween(Duration.ofSeconds(1), Requests.RETENTION);
        return new IdempotencyRecord(
                record.cellId(),
                record.state(),
                record.token(),
                record.attempt(),
                record.fingerprint(),
                new IdempotencyRecord.Times(
                        record.times().leaseRemaining(), record.times().expiresAt()),
                record.result());
    }

    private static RecordState state(Optional<Claim> claim) {
        return ((Claim.Refused) claim.orElseThrow()).record().state();
    }

    @FunctionalInterface
    private interface Sql<T> {
        T run() throws SQLException;
    }

    private static <T> T unchecked(Sql<T> sql) {
        try {
            return sql.run();
        } catch (SQLException e) {
            throw new AssertionError(e.getSQLState(), e);
        }
    }
}
