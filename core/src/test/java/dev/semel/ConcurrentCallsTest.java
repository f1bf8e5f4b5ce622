/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Outcome.Executed;
import dev.semel.Outcome.InProgress;
import dev.semel.Outcome.Replayed;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConcurrentCallsTest {
    private static final int CALLERS = 32;

    private final ScriptedStore store = new ScriptedStore(new InMemoryIdempotencyStore(InstantSource.system()));
    private final IdempotentExecutor executor =
            IdempotentExecutor.builder(store).build();
    private final IdempotentExecutor otherNode =
            IdempotentExecutor.builder(store).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> rejecting = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
    private final Operation<String> waiting = Operation.of(
            "pay",
            IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofSeconds(20))),
            ResultCodecs.text());
    private final Call call =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        threads.shutdownNow();
        executor.close();
        otherNode.close();
    }

    private String slowly() throws InterruptedException {
        running.countDown();
        assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
        return "paid " + runs.incrementAndGet();
    }

    private Future<Outcome<String>> first() throws InterruptedException {
        Future<Outcome<String>> first = threads.submit(() -> executor.execute(rejecting, call, e -> slowly()));
        running.await();
        return first;
    }

    @Test
    void runsOnceForManyCallersAtOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        List<Future<Outcome<String>>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            IdempotentExecutor node = i % 2 == 0 ? executor : otherNode;
            callers.add(threads.submit(() -> {
                together.await();
                return node.execute(waiting, call, e -> "paid " + runs.incrementAndGet());
            }));
        }
        int executed = 0;
        for (Future<Outcome<String>> caller : callers) {
            Outcome<String> outcome = caller.get();
            executed += outcome instanceof Executed ? 1 : 0;
            assertThat(outcome).isIn(new Executed<>("paid 1"), new Replayed<>("paid 1"));
        }
        assertThat(executed).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void asksNoStoreAboutACallThatRunsInThisProcess() throws Exception {
        Future<Outcome<String>> first = first();
        for (int i = 0; i < 1_000; i++) {
            assertThat(executor.execute(rejecting, call, e -> slowly())).isInstanceOf(InProgress.class);
        }
        assertThat(store.calls).containsExactly("claim");
        mayEnd.countDown();
        assertThat(first.get()).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void wakesWaitersOfThisProcessWithTheAnswerAndNoStatement() throws Exception {
        Future<Outcome<String>> first = first();
        List<Future<Outcome<String>>> waiters = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            waiters.add(threads.submit(() -> {
                begun.countDown();
                return executor.execute(waiting, call, e -> slowly());
            }));
        }
        begun.await();
        // Each waiter looks for the first call in memory, so none of them can have asked the store.
        Asleep.await("Flight.awaitEnd", CALLERS);
        mayEnd.countDown();
        first.get();
        for (Future<Outcome<String>> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo(new Replayed<>("paid 1"));
        }
        assertThat(runs).hasValue(1);
        assertThat(store.calls).containsExactly("claim", "complete");
    }

    @Test
    void letsExactlyOneWaiterRunWhenTheFirstReleases() throws Exception {
        Attempt.Running<String> first = (Attempt.Running<String>) executor.begin(rejecting, call);
        List<Future<Outcome<String>>> waiters = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            IdempotentExecutor node = i % 2 == 0 ? executor : otherNode;
            waiters.add(threads.submit(() -> node.execute(waiting, call, e -> "paid " + runs.incrementAndGet())));
        }
        first.release();
        for (Future<Outcome<String>> waiter : waiters) {
            assertThat(waiter.get()).isIn(new Executed<>("paid 1"), new Replayed<>("paid 1"));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void givesUpWaitingAtItsLimitAndLeavesTheFirstAlone() throws Exception {
        Future<Outcome<String>> first = first();
        Operation<String> impatient = Operation.of(
                "pay",
                IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofMillis(30))),
                ResultCodecs.text());
        assertThat(executor.execute(impatient, call, e -> slowly())).isInstanceOf(InProgress.class);
        assertThat(otherNode.execute(impatient, call, e -> slowly())).isInstanceOf(InProgress.class);
        mayEnd.countDown();
        assertThat(first.get()).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void stopsWaitingWhenInterruptedAndKeepsTheFlag() throws Exception {
        Future<Outcome<String>> first = first();
        Future<Boolean> waiter = threads.submit(() -> {
            Thread.currentThread().interrupt();
            Outcome<String> outcome = executor.execute(waiting, call, e -> slowly());
            assertThat(outcome).isInstanceOf(InProgress.class);
            return Thread.interrupted();
        });
        assertThat(waiter.get()).isTrue();
        mayEnd.countDown();
        assertThat(first.get()).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void runsDifferentKeysSideBySide() throws Exception {
        Future<Outcome<String>> first = first();
        Call other =
                Call.of(call.scope(), IdempotencyKey.of("another " + call.key().value()));
        assertThat(executor.execute(rejecting, other, e -> "other")).isEqualTo(new Executed<>("other"));
        mayEnd.countDown();
        first.get();
    }
}
