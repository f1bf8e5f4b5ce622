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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of one node about one cell ask the store once for all of them, and take nothing from each other that is not so. */
@Timeout(60)
class SharedQuestionsTest {
    private static final int HERD = 100;

    private final ManualTime time = new ManualTime();
    private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore(time);
    private final ScriptedStore store = new ScriptedStore(records);
    private final IdempotentExecutor node =
            IdempotentExecutor.builder(store).timing(time).build();
    private final IdempotentExecutor elsewhere =
            IdempotentExecutor.builder(records).timing(time).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> rejecting = operation(WaitStrategy.reject());
    private final Call call =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()), fingerprint("10 EUR"));
    private final Call otherPayload = Call.of(call.scope(), call.key(), fingerprint("99 EUR"));
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    private static Operation<String> operation(WaitStrategy waiting) {
        return Operation.of("pay", IdempotencyPolicy.leased().withWaiting(waiting), ResultCodecs.text());
    }

    private static Fingerprint fingerprint(String payload) {
        return new Fingerprint(1, Bytes.utf8(payload));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        node.close();
        elsewhere.close();
    }

    private Outcome<String> pay(Call as) {
        return node.execute(rejecting, as, e -> "paid " + runs.incrementAndGet());
    }

    private void hold() {
        try {
            assertThat(mayGoOn.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Many calls at once, all but one of which wait for what the one learns. */
    private List<Future<Outcome<String>>> herd(Action<String, InterruptedException> action) {
        AtomicInteger first = new AtomicInteger();
        store.atEachCall(() -> {
            if (first.getAndIncrement() == 0) {
                hold();
            }
        });
        List<Future<Outcome<String>>> calls = new ArrayList<>();
        calls.add(threads.submit(() -> node.execute(rejecting, call, action)));
        Asleep.await("SharedQuestionsTest.hold", 1);
        time.advance(Duration.ofMillis(1));
        for (int i = 1; i < HERD; i++) {
            calls.add(threads.submit(() -> node.execute(rejecting, call, action)));
        }
        Asleep.await("CellWatch", HERD - 1);
        return calls;
    }

    @Test
    void sendsOneClaimOfAHerd() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Future<Outcome<String>>> herd = herd(e -> {
            mayEnd.await();
            return "paid " + runs.incrementAndGet();
        });
        mayGoOn.countDown();
        int busy = 0;
        for (Future<Outcome<String>> each : herd) {
            if (busy < HERD - 1 && !isRunning(each)) {
                assertThat(each.get()).isInstanceOf(InProgress.class);
                busy++;
            }
        }
        mayEnd.countDown();
        for (Future<Outcome<String>> each : herd) {
            each.get();
        }
        assertThat(runs).hasValue(1);
        assertThat(store.calls).containsExactly("claim", "complete");
    }

    /** The one whose action waits; all others end by themselves. */
    private static boolean isRunning(Future<?> call) throws Exception {
        try {
            call.get(3, TimeUnit.SECONDS);
            return false;
        } catch (java.util.concurrent.TimeoutException e) {
            return true;
        }
    }

    @Test
    void replaysToAHerdWithOneClaim() throws Exception {
        elsewhere.execute(rejecting, call, e -> "paid elsewhere");
        List<Future<Outcome<String>>> herd = herd(e -> "paid again");
        mayGoOn.countDown();
        for (Future<Outcome<String>> each : herd) {
            assertThat(each.get()).isEqualTo(new Replayed<>("paid elsewhere"));
        }
        assertThat(store.calls).containsExactly("claim");
    }

    /** Those that came after the first had asked want to know anew, and share that. */
    @Test
    void tellsAHerdOfAFailureWithTwoClaims() throws Exception {
        store.claims.add(ScriptedStore.Fault.NOT_APPLIED);
        store.claims.add(ScriptedStore.Fault.NOT_APPLIED);
        List<Future<Outcome<String>>> herd = herd(e -> "paid");
        mayGoOn.countDown();
        for (Future<Outcome<String>> each : herd) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(each::get)
                    .withCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(store.calls).containsExactly("claim", "claim");
    }

    @Test
    void goesOnWithoutAFirstCallThatDiesOfAnError() throws Exception {
        AtomicInteger first = new AtomicInteger();
        store.atEachCall(() -> {
            if (first.getAndIncrement() == 0) {
                hold();
                throw new AssertionError("the first");
            }
        });
        Future<Outcome<String>> dying = threads.submit(() -> pay(call));
        Asleep.await("SharedQuestionsTest.hold", 1);
        Future<Outcome<String>> next = threads.submit(() -> pay(call));
        Asleep.await("CellWatch", 1);
        mayGoOn.countDown();
        assertThat(next.get()).isEqualTo(new Executed<>("paid 1"));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(dying::get);
    }

    @Test
    void tellsAnotherPayloadOfItsMismatchInAHerd() throws Exception {
        elsewhere.execute(rejecting, call, e -> "paid elsewhere");
        List<Future<Outcome<String>>> herd = herd(e -> "paid again");
        Future<Outcome<String>> other = threads.submit(() -> pay(otherPayload));
        Asleep.await("CellWatch", HERD);
        mayGoOn.countDown();
        assertThat(other.get()).isInstanceOf(Mismatched.class);
        for (Future<Outcome<String>> each : herd) {
            assertThat(each.get()).isInstanceOf(Replayed.class);
        }
        assertThat(store.calls).containsExactly("claim");
    }

    private void payOften(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(pay(call)).isInstanceOf(InProgress.class);
            time.advance(Duration.ofMillis(1));
        }
    }

    @Test
    void asksAtMostThreeTimesInAnySecondForDuplicatesOfACallElsewhere() {
        List<Long> askedAt = new ArrayList<>();
        store.atEachCall(() -> askedAt.add(time.nanoTime()));
        elsewhere.begin(rejecting, call);
        payOften(10_000);
        assertThat(askedAt).hasSizeBetween(15, 21);
        for (int i = 3; i < askedAt.size(); i++) {
            assertThat(askedAt.get(i) - askedAt.get(i - 3))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void tellsAnotherPayloadOfItsMismatchFromWhatADuplicateWasTold() {
        elsewhere.begin(rejecting, call);
        payOften(2);
        assertThat(pay(otherPayload)).isInstanceOf(Mismatched.class);
        assertThat(store.calls).hasSize(2);
    }

    @Test
    void asksForItselfWhatOnlyTheStoreMayGrant() {
        Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(rejecting, call);
        first.release();
        assertThat(pay(otherPayload)).isInstanceOf(Mismatched.class);
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void tellsALoneDuplicateWhatIsSo() {
        Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(rejecting, call);
        payOften(1);
        first.complete("paid elsewhere");
        assertThat(pay(call)).isEqualTo(new Replayed<>("paid elsewhere"));
    }

    @Test
    void forgetsThatACallRanElsewhereHalfASecondAfterItAsked() {
        Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(rejecting, call);
        payOften(2);
        first.complete("paid elsewhere");
        time.advance(Duration.ofMillis(498));
        assertThat(pay(call)).as("as told a moment ago").isInstanceOf(InProgress.class);
        time.advance(Duration.ofMillis(1));
        assertThat(pay(call)).isEqualTo(new Replayed<>("paid elsewhere"));
    }

    @Test
    void doesNotThinkOfALeaseAsLongerThanTheStoreSaid() {
        IdempotencyPolicy brief = IdempotencyPolicy.leased().withLease(Duration.ofMillis(100));
        elsewhere.begin(Operation.of("pay", brief, ResultCodecs.text()), call);
        payOften(2);
        time.advance(Duration.ofMillis(48));
        assertThat(pay(call)).isEqualTo(new InProgress<>(Duration.ofMillis(50)));
        time.advance(Duration.ofMillis(20));
        assertThat(pay(call)).isEqualTo(new InProgress<>(Duration.ofMillis(30)));
        assertThat(store.calls).hasSize(2);
        time.advance(Duration.ofMillis(30));
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void forgetsWhatItWasToldWhenACallOfItsOwnIsGranted() {
        Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(rejecting, call);
        assertThat(pay(call)).isInstanceOf(InProgress.class);
        first.release();
        Operation<String> waiting = operation(WaitStrategy.upTo(Duration.ofSeconds(9)));
        Attempt.Running<String> mine = (Attempt.Running<String>) node.begin(waiting, call);
        mine.release();
        assertThat(pay(call)).isEqualTo(new Executed<>("paid 1"));
    }

    @Test
    void pollsOnceForAThousandWaiters() throws Exception {
        IdempotencyPolicy hourly = IdempotencyPolicy.leased().withLease(Duration.ofHours(1));
        elsewhere.begin(Operation.of("pay", hourly, ResultCodecs.text()), call);
        IdempotencyPolicy patient = IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofSeconds(20)));
        Operation<String> waiting = Operation.of("pay", patient, ResultCodecs.text());
        SteppedTiming timing = new SteppedTiming();
        try (IdempotentExecutor stepped =
                IdempotentExecutor.builder(store).timing(timing).build()) {
            List<Future<Outcome<String>>> waiters = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                waiters.add(threads.submit(() -> stepped.execute(waiting, call, e -> "paid again")));
            }
            Asleep.await("CellWatch", 999);
            long begun = time.nanoTime();
            timing.mayPoll.release(1_000);
            for (Future<Outcome<String>> waiter : waiters) {
                assertThat(waiter.get()).isInstanceOf(InProgress.class);
            }
            long seconds = Duration.ofNanos(time.nanoTime() - begun).toSeconds();
            assertThat(seconds).isBetween(20L, 21L);
            assertThat(store.calls.size()).isLessThanOrEqualTo(3 * (int) seconds);
        }
    }

    /** Pauses until it is told to go on, so that a test sees who polls. */
    private final class SteppedTiming implements Timing {
        private final BlockingQueue<Thread> pausing = new LinkedBlockingQueue<>();
        private final Semaphore mayPoll = new Semaphore(0);

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            pausing.add(Thread.currentThread());
            mayPoll.acquire();
            time.advance(duration);
        }
    }

    @Test
    void letsAnotherPollWhenThePollerIsInterrupted() throws Exception {
        Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(rejecting, call);
        Operation<String> waiting = operation(WaitStrategy.upTo(Duration.ofSeconds(20)));
        SteppedTiming timing = new SteppedTiming();
        try (IdempotentExecutor stepped =
                IdempotentExecutor.builder(store).timing(timing).build()) {
            Future<Outcome<String>> poller = threads.submit(() -> stepped.execute(waiting, call, e -> "paid again"));
            Thread polls = timing.pausing.take();
            List<Future<Outcome<String>>> others = new ArrayList<>();
            for (int i = 0; i < HERD; i++) {
                others.add(threads.submit(() -> stepped.execute(waiting, call, e -> "paid again")));
            }
            Asleep.await("CellWatch", HERD);
            polls.interrupt();
            assertThat(poller.get()).isInstanceOf(InProgress.class);
            assertThat(timing.pausing.take()).isNotSameAs(polls);
            first.complete("paid elsewhere");
            timing.mayPoll.release();
            for (Future<Outcome<String>> other : others) {
                assertThat(other.get()).isEqualTo(new Replayed<>("paid elsewhere"));
            }
        }
        assertThat(Collections.frequency(store.calls, "find")).isEqualTo(1);
    }

    @Test
    void changesNothingOfARecordByWaiting() throws Exception {
        elsewhere.begin(rejecting, call);
        Operation<String> waiting = operation(WaitStrategy.upTo(Duration.ofSeconds(5)));
        assertThat(node.execute(waiting, call, e -> "paid again")).isInstanceOf(InProgress.class);
        assertThat(store.calls.subList(1, store.calls.size())).containsOnly("find");
    }
}
