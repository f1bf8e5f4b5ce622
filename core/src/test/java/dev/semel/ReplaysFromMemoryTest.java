/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semel.Outcome.Executed;
import dev.semel.Outcome.InProgress;
import dev.semel.Outcome.Mismatched;
import dev.semel.Outcome.Replayed;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.ReplayCache;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is replayed without the store, and that nothing is which the store would not replay. */
class ReplaysFromMemoryTest {
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final ManualTime time = new ManualTime();
    private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore(time);
    private final ScriptedStore store = new ScriptedStore(records);
    private final MapCache cache = new MapCache();
    private final IdempotentExecutor node =
            IdempotentExecutor.builder(store).timing(time).replayCache(cache).build();
    private final IdempotentExecutor elsewhere =
            IdempotentExecutor.builder(records).timing(time).build();
    private final IdempotencyPolicy policy =
            IdempotencyPolicy.leased().withLease(Duration.ofSeconds(1)).withRetention(RETENTION);
    private final Operation<String> operation = Operation.of("pay", policy, ResultCodecs.text());
    private final Call call = of("10 EUR");
    private final AtomicInteger runs = new AtomicInteger();

    /** Remembers everything for ever, so that the executor alone decides. */
    private static final class MapCache implements ReplayCache {
        private final Map<CellId, Replay> replays = new ConcurrentHashMap<>();
        private boolean broken;

        private void check() {
            if (broken) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public Optional<Replay> get(CellId cellId) {
            check();
            return Optional.ofNullable(replays.get(cellId));
        }

        @Override
        public void put(CellId cellId, Replay replay, Duration lifetime) {
            check();
            assertThat(lifetime).isPositive();
            replays.put(cellId, replay);
        }

        @Override
        public void invalidate(CellId cellId) {
            check();
            replays.remove(cellId);
        }
    }

    private static Call of(String payload) {
        return Call.of(Scope.of("shop"), IdempotencyKey.of("k"), new Fingerprint(1, Bytes.utf8(payload)));
    }

    @AfterEach
    void close() {
        node.close();
        elsewhere.close();
    }

    private Outcome<String> pay(Call as) {
        return node.execute(operation, as, e -> "paid " + runs.incrementAndGet());
    }

    @Test
    void replaysItsOwnAnswerWithoutTheStore() {
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
        for (int i = 0; i < 100; i++) {
            assertThat(pay(call)).isEqualTo(new Replayed<>("paid 1"));
        }
        assertThat(store.calls).containsExactly("claim", "complete");
    }

    @Test
    void replaysAnAnswerOfAnotherNodeAfterOneQuestion() {
        elsewhere.execute(operation, call, e -> "paid elsewhere");
        for (int i = 0; i < 100; i++) {
            assertThat(pay(call)).isEqualTo(new Replayed<>("paid elsewhere"));
        }
        assertThat(store.calls).containsExactly("claim");
    }

    @Test
    void tellsAnotherPayloadOfItsMismatchAsTheStoreWould() {
        pay(call);
        assertThat(pay(of("99 EUR"))).isInstanceOf(Mismatched.class);
        elsewhere.close();
        assertThat(store.calls).containsExactly("claim", "complete");
        assertThat(cache.replays).hasSize(1);
    }

    @Test
    void runsNothingForAPayloadThatCannotBeCompared() {
        pay(call);
        Call incomparable = Call.of(call.scope(), call.key(), new Fingerprint(2, Bytes.utf8("10 EUR")));
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> pay(incomparable));
        assertThat(runs).hasValue(1);
    }

    @Test
    void replaysNothingAfterTheRecordHasExpired() {
        pay(call);
        time.advance(RETENTION.minusNanos(1));
        assertThat(pay(call)).isInstanceOf(Replayed.class);
        time.advance(Duration.ofNanos(1));
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 2"));
    }

    @Test
    void keepsAnAnswerOfAnotherNodeNoLongerThanTheStoreSays() {
        elsewhere.execute(operation, call, e -> "paid elsewhere");
        time.advance(RETENTION.minusSeconds(1));
        assertThat(pay(call)).isInstanceOf(Replayed.class);
        time.advance(Duration.ofSeconds(1));
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void remembersNothingBeforeTheAnswerIsDurable() {
        Attempt.Running<String> running = (Attempt.Running<String>) node.begin(operation, call);
        store.writes.add(ScriptedStore.Fault.NOT_APPLIED);
        AtomicInteger atCompletion = new AtomicInteger(-1);
        store.atEachCall(() -> atCompletion.set(cache.replays.size()));
        running.complete("paid");
        assertThat(atCompletion).hasValue(0);
        assertThat(cache.replays).hasSize(1);
    }

    @Test
    void remembersNothingOfAnAttemptThatLostItsLease() {
        Attempt.Running<String> running = (Attempt.Running<String>) node.begin(operation, call);
        time.advance(Duration.ofSeconds(2));
        Attempt.Running<String> winner = (Attempt.Running<String>) elsewhere.begin(operation, call);
        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> {
            if (running.complete("paid") instanceof InProgress) {
                throw new LeaseLostException(running.execution().cell());
            }
        });
        assertThat(cache.replays).isEmpty();
        winner.complete("paid elsewhere");
        assertThat(pay(call)).isEqualTo(new Replayed<>("paid elsewhere"));
    }

    @Test
    void remembersOfATakeoverOnlyWhatTheStoreHas() {
        Call uncompared = Call.of(call.scope(), call.key());
        elsewhere.begin(operation, uncompared);
        time.advance(Duration.ofSeconds(2));
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
        assertThat(pay(of("99 EUR"))).as("not compared by the record").isEqualTo(new Replayed<>("paid 1"));
    }

    @Test
    void forgetsWhatIsInvalidated() {
        pay(call);
        CellId cellId = cache.replays.keySet().iterator().next();
        cache.invalidate(cellId);
        assertThat(pay(call)).isEqualTo(new Replayed<>("paid 1"));
        assertThat(store.calls).containsExactly("claim", "complete", "claim");
    }

    @Test
    void forgetsAnAnswerWhenTheCellIsGrantedAnew() {
        pay(call);
        time.advance(RETENTION);
        node.begin(operation, call);
        assertThat(cache.replays).isEmpty();
    }

    @Test
    void doesNotNeedACacheThatWorks() {
        cache.broken = true;
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
        assertThat(pay(call)).isEqualTo(new Replayed<>("paid 1"));
        assertThat(runs).hasValue(1);
    }
}
