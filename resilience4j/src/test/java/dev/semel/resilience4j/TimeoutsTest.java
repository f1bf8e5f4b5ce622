/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that does not answer, and has no timeout of its own. */
class TimeoutsTest {
    private static final CellId CELL = new CellId(1, 1);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final IdempotencyStore hanging = new Delegating(new InMemoryIdempotencyStore()) {
        @Override
        public Optional<IdempotencyRecord> find(CellId cellId) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.find(cellId);
        }
    };

    private IdempotencyStore limited(int threads) {
        return StoreProtection.standard()
                .withTimeout(Duration.ofMillis(20), threads)
                .around(hanging);
    }

    @AfterEach
    void answer() {
        answers.countDown();
    }

    private static void assertCertainty(Certainty certainty, String told, IdempotencyStore store) {
        assertThatThrownBy(() -> store.find(CELL)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.certainty()).isEqualTo(certainty);
            assertThat(e).hasMessageContaining(told);
        });
    }

    @Test
    void whatDoesNotAnswerInTimeIsUnknown() {
        assertCertainty(Certainty.UNKNOWN, "may still", limited(1));
    }

    @Test
    void noMoreThreadsThanToldWaitForIt() {
        IdempotencyStore store = limited(2);
        assertCertainty(Certainty.UNKNOWN, "may still", store);
        assertCertainty(Certainty.UNKNOWN, "may still", store);
        assertCertainty(Certainty.OVERLOADED, "All 2 threads wait", store);
    }

    /** An answer that is on its way decides whether the action has run; to stop waiting would only lose it. */
    @Test
    void anInterruptedWriteIsWaitedFor() {
        Thread caller = Thread.currentThread();
        IdempotencyStore store = StoreProtection.standard()
                .withTimeout(Duration.ofSeconds(30), 1)
                .around(new Delegating(new InMemoryIdempotencyStore()) {
                    @Override
                    public WriteResult release(Lease lease) {
                        while (caller.getState() != Thread.State.TIMED_WAITING) {
                            Thread.onSpinWait();
                        }
                        caller.interrupt();
                        return super.release(lease);
                    }
                });
        assertThat(store.release(new Lease(CELL, new dev.semel.FencingToken(1))))
                .isEqualTo(WriteResult.LOST);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoGetsAnAnswerFindsTheThreadFree() {
        IdempotencyStore store = StoreProtection.standard()
                .withTimeout(Duration.ofSeconds(30), 1)
                .around(new InMemoryIdempotencyStore());
        for (int i = 0; i < 20_000; i++) {
            assertThat(store.find(CELL)).isEmpty();
        }
    }

    @Test
    void aDriverThatHangsKeepsNoProcessAlive() {
        List<Thread> threads = new ArrayList<>();
        IdempotencyStore store = StoreProtection.standard()
                .withTimeout(Duration.ofSeconds(30), 2)
                .around(new Delegating(new InMemoryIdempotencyStore()) {
                    @Override
                    public Optional<IdempotencyRecord> find(CellId cellId) {
                        threads.add(Thread.currentThread());
                        return super.find(cellId);
                    }
                });
        store.find(CELL);
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("semel-claim-");
        });
    }

    @Test
    void writesHaveThreadsOfTheirOwn() {
        IdempotencyStore store = limited(1);
        assertCertainty(Certainty.UNKNOWN, "may still", store);
        assertThat(store.release(new Lease(CELL, new dev.semel.FencingToken(1))))
                .isEqualTo(WriteResult.LOST);
    }

    @Test
    void whatTheStoreThrowsIsThrown() {
        IllegalArgumentException thrown = new IllegalArgumentException("no");
        IdempotencyStore store = StoreProtection.standard()
                .withTimeout(Duration.ofSeconds(30), 1)
                .around(new Delegating(new InMemoryIdempotencyStore()) {
                    @Override
                    public Optional<IdempotencyRecord> find(CellId cellId) {
                        throw thrown;
                    }
                });
        assertThatThrownBy(() -> store.find(CELL)).isSameAs(thrown);
    }

    @Test
    void limitsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> StoreProtection.standard().withTimeout(Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoreProtection.standard().withTimeout(Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
