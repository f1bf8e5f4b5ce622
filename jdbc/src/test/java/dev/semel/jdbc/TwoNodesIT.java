/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Attempt;
import dev.semel.Bytes;
import dev.semel.Call;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.WaitStrategy;
import dev.semel.codec.ResultCodecs;
import dev.semel.spi.ReplayCache;
import dev.semel.spi.Transaction;
import dev.semel.testkit.FaultyJoinedStore;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.Verb;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two executors on one database: what the duplicates of one ask about a call of the other, and what is remembered. */
class TwoNodesIT {
    private static final int DUPLICATES = 200;

    private final SmallPool pool = new SmallPool(TestServer.dataSource(), 8, 20_000);
    private final JdbcTransactions transactions = new JdbcTransactions(pool);
    private final FaultyStore leased = new FaultyStore(JdbcIdempotencyStore.open(pool));
    private final FaultyJoinedStore joined = new FaultyJoinedStore(JdbcJoinedIdempotencyStore.open(transactions));
    private final Remembered remembered = new Remembered();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Call call = Call.of(
            Scope.of("shop"),
            IdempotencyKey.of(UUID.randomUUID().toString()),
            new Fingerprint(1, Bytes.utf8("10 EUR")));
    private final Call otherPayload = Call.of(call.scope(), call.key(), new Fingerprint(1, Bytes.utf8("99 EUR")));

    private static final class Remembered implements ReplayCache {
        private final Map<CellId, Replay> replays = new ConcurrentHashMap<>();

        @Override
        public Optional<Replay> get(CellId cellId) {
            return Optional.ofNullable(replays.get(cellId));
        }

        @Override
        public void put(CellId cellId, Replay replay, Duration lifetime) {
            replays.put(cellId, replay);
        }

        @Override
        public void invalidate(CellId cellId) {
            replays.remove(cellId);
        }
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdownNow();
        assertThat(pool.complaints()).isEmpty();
        pool.close();
    }

    private static Operation<String> operation(IdempotencyPolicy policy) {
        return Operation.of("pay", policy, ResultCodecs.text());
    }

    private static IdempotencyPolicy patient(IdempotencyPolicy policy) {
        return policy.withWaiting(WaitStrategy.upTo(Duration.ofSeconds(60)));
    }

    @Test
    void duplicatesWaitByOnePollAndAllGetTheAnswer() throws Exception {
        Operation<String> pay = operation(patient(IdempotencyPolicy.leased()));
        try (IdempotentExecutor elsewhere = IdempotentExecutor.builder(JdbcIdempotencyStore.open(pool))
                        .build();
                IdempotentExecutor here = IdempotentExecutor.builder(leased).build()) {
            Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(pay, call);
            List<Future<Outcome<String>>> duplicates = duplicates(here, pay);
            Waits.until(() -> Collections.frequency(leased.verbs(), Verb.FIND) >= 4);
            assertThat(here.execute(pay, otherPayload, e -> "paid again")).isInstanceOf(Outcome.Mismatched.class);
            first.complete("paid");
            for (Future<Outcome<String>> duplicate : duplicates) {
                assertThat(duplicate.get()).isEqualTo(new Outcome.Replayed<>("paid"));
            }
        }
        assertThat(leased.calls()).hasSizeLessThan(DUPLICATES / 4);
    }

    @Test
    void duplicatesOfAnOpenTransactionWaitByOnePoll() throws Exception {
        Operation<String> pay = operation(patient(IdempotencyPolicy.joined()));
        JdbcJoinedIdempotencyStore other = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
        try (IdempotentExecutor elsewhere = IdempotentExecutor.builder(other).build();
                IdempotentExecutor here = IdempotentExecutor.builder(joined).build()) {
            Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(pay, call);
            List<Future<Outcome<String>>> duplicates = duplicates(here, pay);
            Waits.until(() -> Collections.frequency(joined.verbs(), Verb.CLAIM) >= 4);
            first.complete("paid");
            for (Future<Outcome<String>> duplicate : duplicates) {
                assertThat(duplicate.get()).isEqualTo(new Outcome.Replayed<>("paid"));
            }
        }
        assertThat(Collections.frequency(joined.verbs(), Verb.CLAIM)).isLessThan(DUPLICATES / 4);
    }

    private List<Future<Outcome<String>>> duplicates(IdempotentExecutor node, Operation<String> pay) {
        List<Future<Outcome<String>>> duplicates = new ArrayList<>();
        for (int i = 0; i < DUPLICATES; i++) {
            duplicates.add(threads.submit(() -> node.execute(pay, call, e -> "paid again")));
        }
        return duplicates;
    }

    @Test
    void remembersNothingOfATransactionThatSomebodyElseEnds() {
        Operation<String> pay = operation(IdempotencyPolicy.joined());
        try (IdempotentExecutor node =
                IdempotentExecutor.builder(joined).replayCache(remembered).build()) {
            Transaction outer = transactions.begin();
            assertThat(node.execute(pay, call, e -> "paid 1")).isEqualTo(new Outcome.Executed<>("paid 1"));
            assertThat(node.execute(pay, call, e -> "paid 2")).isEqualTo(new Outcome.Replayed<>("paid 1"));
            assertThat(remembered.replays).isEmpty();
            outer.rollback();
            assertThat(node.execute(pay, call, e -> "paid 3")).isEqualTo(new Outcome.Executed<>("paid 3"));
            assertThat(remembered.replays).hasSize(1);
        }
    }

    @Test
    void remembersWhatTheStoreTellsForAsLongAsTheStoreSays() {
        Operation<String> pay = operation(IdempotencyPolicy.leased().withRetention(Duration.ofHours(1)));
        try (IdempotentExecutor elsewhere = IdempotentExecutor.builder(JdbcIdempotencyStore.open(pool))
                        .build();
                IdempotentExecutor node = IdempotentExecutor.builder(leased)
                        .replayCache(remembered)
                        .build()) {
            elsewhere.execute(pay, call, e -> "paid");
            long before = System.nanoTime();
            assertThat(node.execute(pay, call, e -> "paid again")).isEqualTo(new Outcome.Replayed<>("paid"));
            long latest = System.nanoTime() + Duration.ofHours(1).toNanos();
            assertThat(remembered.replays.values()).singleElement().satisfies(replay -> assertThat(replay.until())
                    .isBetween(before + Duration.ofMinutes(50).toNanos(), latest));
            assertThat(node.execute(pay, call, e -> "paid again")).isEqualTo(new Outcome.Replayed<>("paid"));
            assertThat(leased.calls()).hasSize(1);
        }
    }
}
