/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.semel.spi.WakeUps;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link WakeUps} must do; extend it with the construction of yours. No poll of the calls that wait here ever
 * falls due, so that only a wake-up ends their pause.
 */
@Timeout(60)
public abstract class WakeUpsContract {
    private static final int MANY = 20_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> pay = Operation.of(
            "pay", IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofHours(1))), ResultCodecs.text());
    private final Call call =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    private final NewsOnlyTiming timing = new NewsOnlyTiming();
    private WakeUps here = WakeUps.none();
    private WakeUps elsewhere = WakeUps.none();

    /** Made by subclasses. */
    protected WakeUpsContract() {}

    /**
     * A channel as another node opens it, to be closed by the subclass after the test.
     *
     * @return a new one each time, that reaches the others
     */
    protected abstract WakeUps node();

    /**
     * Where the records of the test lie.
     *
     * @return a store whose cells this test alone has
     */
    protected abstract IdempotencyStore store();

    @BeforeEach
    void open() throws InterruptedException {
        here = node();
        elsewhere = node();
        awaitHeard(elsewhere, here);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Announces until it is heard: a channel may need a moment to begin, or to begin again.
     *
     * @param from who announces
     * @param to who hears
     * @throws InterruptedException if the test is interrupted
     */
    protected final void awaitHeard(WakeUps from, WakeUps to) throws InterruptedException {
        CellId cellId = CellId.of(UUID.randomUUID());
        CountDownLatch heard = new CountDownLatch(1);
        Set<CellId> cells = ConcurrentHashMap.newKeySet();
        try (WakeUps.Registration registration = to.listen(new Remembering(cells, cellId, heard))) {
            assertThat(registration).isNotNull();
            do {
                from.announce(cellId);
            } while (!heard.await(20, TimeUnit.MILLISECONDS));
        }
    }

    private record Remembering(Set<CellId> cells, CellId wanted, CountDownLatch heard) implements WakeUps.Listener {
        @Override
        public void changed(CellId cellId) {
            cells.add(cellId);
            if (cellId.equals(wanted)) {
                heard.countDown();
            }
        }

        @Override
        public void missed() {}
    }

    private Future<Outcome<String>> waiter(IdempotentExecutor executor) throws InterruptedException {
        Future<Outcome<String>> waiter = threads.submit(() -> executor.execute(pay, call, e -> "paid here"));
        timing.awaitPause();
        return waiter;
    }

    private IdempotentExecutor executor(WakeUps channel) {
        return IdempotentExecutor.builder(store())
                .wakeUps(channel)
                .timing(timing)
                .build();
    }

    @Test
    void aCallThatWaitsIsWokenByTheAnswerOfAnotherNode() throws Exception {
        try (IdempotentExecutor one = executor(here);
                IdempotentExecutor other = executor(elsewhere)) {
            Attempt.Running<String> first = (Attempt.Running<String>) other.begin(pay, call);
            Future<Outcome<String>> waiter = waiter(one);
            first.complete("paid elsewhere");
            assertThat(waiter.get()).isEqualTo(new Outcome.Replayed<>("paid elsewhere"));
        }
    }

    @Test
    void oneThatIsWokenByAReleaseRuns() throws Exception {
        try (IdempotentExecutor one = executor(here);
                IdempotentExecutor other = executor(elsewhere)) {
            Attempt.Running<String> first = (Attempt.Running<String>) other.begin(pay, call);
            Future<Outcome<String>> waiter = waiter(one);
            first.release();
            assertThat(waiter.get()).isEqualTo(new Outcome.Executed<>("paid here"));
        }
    }

    @Test
    void oneChannelServesSeveralListeners() throws InterruptedException {
        Set<CellId> cells = ConcurrentHashMap.newKeySet();
        try (WakeUps.Registration registration =
                here.listen(new Remembering(cells, CellId.of(UUID.randomUUID()), new CountDownLatch(1)))) {
            assertThat(registration).isNotNull();
            awaitHeard(elsewhere, here);
        }
        assertThat(cells).isNotEmpty();
    }

    @Test
    void aListenerThatIsGoneHearsNothing() throws InterruptedException {
        CellId cellId = CellId.of(UUID.randomUUID());
        Set<CellId> cells = ConcurrentHashMap.newKeySet();
        WakeUps.Registration registration = here.listen(new Remembering(cells, cellId, new CountDownLatch(1)));
        registration.close();
        registration.close();
        elsewhere.announce(cellId);
        awaitHeard(elsewhere, here);
        assertThat(cells).doesNotContain(cellId);
    }

    @Test
    void tooManyAnnouncementsAreDroppedAndLaterOnesHeard() throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            elsewhere.announce(CellId.of(UUID.randomUUID()));
        }
        awaitHeard(elsewhere, here);
    }
}
