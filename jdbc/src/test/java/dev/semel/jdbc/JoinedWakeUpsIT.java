/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.CellId;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.WaitStrategy;
import dev.semel.codec.ResultCodecs;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.RecordState;
import dev.semel.spi.Transaction;
import dev.semel.spi.WakeUps;
import dev.semel.testkit.NewsOnlyTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other nodes are told of transactions, and when. */
@Timeout(60)
class JoinedWakeUpsIT {
    private final JdbcTransactions transactions = new JdbcTransactions(TestServer.dataSource());
    private final IdempotencyStore onlooker = JdbcIdempotencyStore.open(TestServer.dataSource());
    private final Announced announced = new Announced();
    private final IdempotentExecutor node = IdempotentExecutor.builder(JdbcJoinedIdempotencyStore.open(transactions))
            .wakeUps(announced)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> pay = Operation.of(
            "pay", IdempotencyPolicy.joined().withWaiting(WaitStrategy.upTo(Duration.ofHours(1))), ResultCodecs.text());
    private final Call call =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));

    /** Looks, at each announcement and from outside, at what it is about. */
    private final class Announced implements WakeUps {
        private final List<Optional<RecordState>> seen = new CopyOnWriteArrayList<>();

        @Override
        public void announce(CellId cellId) {
            seen.add(onlooker.find(cellId).map(record -> record.state()));
        }

        @Override
        public Registration listen(Listener listener) {
            return () -> {};
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        node.close();
    }

    @Test
    void anAnswerIsAnnouncedAfterItsCommit() {
        node.execute(pay, call, e -> "paid");
        assertThat(announced.seen).containsExactly(Optional.of(RecordState.COMPLETED));
    }

    @Test
    void aRollbackIsAnnouncedWhenTheCellIsFree() {
        assertThatThrownBy(() -> node.execute(pay, call, e -> {
                    throw new IllegalStateException("declined");
                }))
                .hasMessage("declined");
        assertThat(announced.seen).containsExactly(Optional.empty());
    }

    @Test
    void ofATransactionThatSomebodyElseEndsNothingIsAnnounced() {
        Transaction outer = transactions.begin();
        node.execute(pay, call, e -> "paid");
        outer.rollback();
        assertThat(announced.seen).isEmpty();
    }

    @Test
    void whoWaitsForAnOpenTransactionIsWokenByItsCommitAndByItsRollback() throws Exception {
        NewsOnlyTiming timing = new NewsOnlyTiming();
        try (PostgresWakeUps here = PostgresWakeUps.open(TestServer.dataSource());
                PostgresWakeUps there = PostgresWakeUps.open(TestServer.dataSource());
                IdempotentExecutor one = waiting(here, timing);
                IdempotentExecutor other = waiting(there, timing)) {
            awaitWorking(here, there);
            Attempt.Running<String> first = (Attempt.Running<String>) other.begin(pay, call);
            Future<Outcome<String>> waiter = threads.submit(() -> one.execute(pay, call, e -> "paid here"));
            timing.awaitPause();
            first.release();
            assertThat(waiter.get()).isEqualTo(new Outcome.Executed<>("paid here"));

            Call next =
                    Call.of(call.scope(), IdempotencyKey.of(UUID.randomUUID().toString()));
            Attempt.Running<String> second = (Attempt.Running<String>) other.begin(pay, next);
            Future<Outcome<String>> another = threads.submit(() -> one.execute(pay, next, e -> "paid here"));
            timing.awaitPause();
            second.complete("paid elsewhere");
            assertThat(another.get()).isEqualTo(new Outcome.Replayed<>("paid elsewhere"));
        }
    }

    private static IdempotentExecutor waiting(WakeUps channel, NewsOnlyTiming timing) {
        JdbcTransactions own = new JdbcTransactions(TestServer.dataSource());
        return IdempotentExecutor.builder(JdbcJoinedIdempotencyStore.open(own))
                .wakeUps(channel)
                .timing(timing)
                .build();
    }

    private static void awaitWorking(PostgresWakeUps here, PostgresWakeUps there) throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        CellId cellId = Requests.cell();
        here.listen(new WakeUps.Listener() {
            @Override
            public void changed(CellId changed) {
                if (changed.equals(cellId)) {
                    heard.countDown();
                }
            }

            @Override
            public void missed() {}
        });
        while (!heard.await(20, TimeUnit.MILLISECONDS)) {
            there.announce(cellId);
        }
    }
}
