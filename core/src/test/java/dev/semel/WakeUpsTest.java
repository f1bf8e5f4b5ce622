/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.Outcome.Executed;
import dev.semel.Outcome.Replayed;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.RecordState;
import dev.semel.spi.WakeUps;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for a call of another node, and are told when it ends; no poll of theirs ever falls due. */
@Timeout(60)
class WakeUpsTest {
    private final ManualTime time = new ManualTime();
    private final Endless endless = new Endless();
    private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore(time);
    private final ScriptedStore store = new ScriptedStore(records);
    private final LocalWakeUps channel = new LocalWakeUps();
    private final IdempotentExecutor elsewhere =
            IdempotentExecutor.builder(records).timing(time).wakeUps(channel).build();
    private final IdempotentExecutor node =
            IdempotentExecutor.builder(store).timing(endless).wakeUps(channel).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> pay = Operation.of(
            "pay", IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofHours(1))), ResultCodecs.text());
    private final Call call = newCall();

    /** Pauses end by news, or when the test moves on what must be waited for all the same. */
    private final class Endless implements Timing {
        private final BlockingQueue<Duration> pausing = new LinkedBlockingQueue<>();
        private final Semaphore mayGoOn = new Semaphore(0);

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            mayGoOn.acquire();
            time.advance(duration);
        }

        @Override
        public boolean pause(Duration duration, CountDownLatch news) throws InterruptedException {
            pausing.add(duration);
            news.await();
            return true;
        }
    }

    private static Call newCall() {
        return Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        node.close();
        elsewhere.close();
    }

    private CellId cellId() {
        return KeyedHash.unkeyed().cellId(new Cell(call.scope(), pay.name(), call.key()));
    }

    private Attempt.Running<String> first() {
        return (Attempt.Running<String>) elsewhere.begin(pay, call);
    }

    private Future<Outcome<String>> waiter() throws InterruptedException {
        Future<Outcome<String>> waiter = threads.submit(() -> node.execute(pay, call, e -> "paid here"));
        endless.pausing.take();
        return waiter;
    }

    @Test
    void aWaiterIsWokenByTheAnswerAndAsksOnce() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        first.complete("paid elsewhere");
        assertThat(waiter.get()).isEqualTo(new Replayed<>("paid elsewhere"));
        assertThat(store.calls).containsExactly("claim", "find");
    }

    @Test
    void oneThatIsWokenByAReleaseRuns() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        first.release();
        assertThat(waiter.get()).isEqualTo(new Executed<>("paid here"));
        assertThat(store.calls).containsExactly("claim", "find", "claim", "complete");
    }

    @Test
    void oneThatIsWokenByAHoldLearnsThatNobodyKnows() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        first.hold();
        assertThat(waiter.get()).isInstanceOf(Outcome.Indeterminate.class);
    }

    @Test
    void allThatWaitHereLearnFromTheOneThatAsks() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> poller = waiter();
        List<Future<Outcome<String>>> others = IntStream.range(0, 50)
                .mapToObj(i -> threads.submit(() -> node.execute(pay, call, e -> "paid here")))
                .toList();
        Asleep.await("CellWatch", 50);
        int asked = store.calls.size();
        first.complete("paid elsewhere");
        assertThat(poller.get()).isEqualTo(new Replayed<>("paid elsewhere"));
        for (Future<Outcome<String>> other : others) {
            assertThat(other.get()).isEqualTo(new Replayed<>("paid elsewhere"));
        }
        assertThat(store.calls).hasSize(asked + 1);
    }

    @Test
    void whenAnythingMayHaveBeenMissedAllLook() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        channel.mute();
        first.complete("paid in silence");
        channel.listeners.forEach(WakeUps.Listener::missed);
        assertThat(waiter.get()).isEqualTo(new Replayed<>("paid in silence"));
    }

    @Test
    void aForgedWakeUpCostsOneReadAndAFloodNoMoreUntilTimePasses() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        channel.forge(cellId());
        assertThat(endless.pausing.take()).as("the longest pause there is").isEqualTo(Duration.ofMillis(700));
        for (int i = 0; i < 10_000; i++) {
            channel.forge(cellId());
        }
        assertThat(store.calls).containsExactly("claim", "find");
        first.complete("paid elsewhere");
        endless.mayGoOn.release();
        assertThat(waiter.get()).isEqualTo(new Replayed<>("paid elsewhere"));
        assertThat(store.calls).containsExactly("claim", "find", "find");
    }

    @Test
    void oneThatIsWokenTakesNothingThatWasSaidWhileItPaused() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        time.advance(Duration.ofMillis(1));
        Operation<String> rejecting = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
        assertThat(node.execute(rejecting, call, e -> "paid here")).isInstanceOf(Outcome.InProgress.class);
        assertThat(store.calls).containsExactly("claim", "claim");
        time.advance(Duration.ofMillis(1));
        first.complete("paid elsewhere");
        assertThat(waiter.get()).isEqualTo(new Replayed<>("paid elsewhere"));
    }

    @Test
    void wakeUpsOfOtherCellsAndOfNoneDisturbNobody() throws Exception {
        Attempt.Running<String> first = first();
        Future<Outcome<String>> waiter = waiter();
        for (int i = 0; i < 10_000; i++) {
            channel.forge(CellId.of(UUID.randomUUID()));
        }
        elsewhere.execute(pay, newCall(), e -> "another");
        assertThat(store.calls).containsExactly("claim");
        first.complete("paid elsewhere");
        assertThat(waiter.get()).isEqualTo(new Replayed<>("paid elsewhere"));
    }

    @Test
    void anAnswerIsAnnouncedOnceItIsDurable() {
        List<RecordState> seen = new CopyOnWriteArrayList<>();
        channel.atEachAnnouncement(
                () -> seen.add(records.find(cellId()).orElseThrow().state()));
        elsewhere.execute(pay, call, e -> "paid");
        elsewhere.execute(pay, call, e -> "paid again");
        assertThat(seen).containsExactly(RecordState.COMPLETED);
        assertThat(channel.announced).as("a replay is no news").containsExactly(cellId());
    }

    @Test
    void aChannelThatThrowsTakesNoAnswerAway() {
        channel.atEachAnnouncement(() -> {
            throw new IllegalStateException("a defect of the channel");
        });
        assertThat(elsewhere.execute(pay, call, e -> "paid")).isEqualTo(new Executed<>("paid"));
    }

    @Test
    void aClosedExecutorHearsNoMore() {
        assertThat(channel.listeners).hasSize(2);
        node.close();
        elsewhere.close();
        assertThat(channel.listeners).isEmpty();
    }

    @Test
    void wakeUpsOfAStoreThatTakesNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdempotentExecutor.builder(store)
                        .wakeUps(records, channel)
                        .build())
                .withMessageContaining("takes no operation");
    }

    @Test
    void eachStoreOfARouteHasItsOwn() {
        LocalWakeUps other = new LocalWakeUps();
        try (IdempotentExecutor routed = IdempotentExecutor.builder(store)
                .timing(time)
                .wakeUps(channel)
                .route(name -> name.equals("mail"), records)
                .wakeUps(records, other)
                .build()) {
            routed.execute(Operation.of("mail", IdempotencyPolicy.leased(), ResultCodecs.text()), call, e -> "sent");
            assertThat(other.announced).hasSize(1);
            routed.execute(pay, call, e -> "paid");
            assertThat(channel.announced).hasSize(1);
        }
    }
}
