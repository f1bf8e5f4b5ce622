/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
    private final MutableClock clock = new MutableClock();
    private final FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore(clock));
    private final Cell cell = Scenario.newCell();
    private final CellId cellId = Scenario.idOf(cell);

    private ClaimRequest wish() {
        ClaimRequest.Terms terms = new ClaimRequest.Terms(Duration.ofSeconds(30), Duration.ofHours(1), false);
        return new ClaimRequest(Scenario.nextClaimId(), cellId, cell, List.of(Scenario.PAYLOAD), terms);
    }

    private Lease granted() {
        return ((Claim.Granted) store.claim(wish())).lease();
    }

    private static void assertFails(StoreException.Certainty certainty, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .isEqualTo(certainty));
    }

    @Test
    void appliesNothingWhenItRefuses() {
        store.next(Verb.CLAIM, Fault.REFUSE);

        assertFails(StoreException.Certainty.NOT_APPLIED, this::granted);
        assertThat(store.find(cellId)).isEmpty();
        granted();
    }

    @Test
    void appliesNothingWhenItFailsForOnce() {
        store.next(Verb.CLAIM, Fault.TRANSIENT);

        assertFails(StoreException.Certainty.TRANSIENT, this::granted);
        assertThat(store.find(cellId)).isEmpty();
    }

    @Test
    void appliesNothingWhenTheRequestIsLost() {
        Lease lease = granted();
        store.next(Verb.COMPLETE, Fault.LOSE_REQUEST);

        assertFails(StoreException.Certainty.UNKNOWN, () -> store.complete(lease, Scenario.RESULT));
        assertThat(store.find(cellId).orElseThrow().result()).isEmpty();
    }

    @Test
    void appliesTheCallWhenTheAnswerIsLost() {
        Lease lease = granted();
        store.next(Verb.COMPLETE, Fault.LOSE_ANSWER);

        assertFails(StoreException.Certainty.UNKNOWN, () -> store.complete(lease, Scenario.RESULT));
        assertThat(store.find(cellId).orElseThrow().result()).contains(Scenario.RESULT);
    }

    @Test
    void appliesALateCallWhenTheTestSaysSo() {
        Lease lease = granted();
        store.next(Verb.COMPLETE, Fault.DELIVER_LATE);
        assertFails(StoreException.Certainty.UNKNOWN, () -> store.complete(lease, Scenario.RESULT));
        assertThat(store.find(cellId).orElseThrow().result()).isEmpty();

        clock.advance(Duration.ofMinutes(5));
        assertThat(store.deliver()).isEqualTo(1);

        assertThat(store.find(cellId).orElseThrow().result()).contains(Scenario.RESULT);
        assertThat(store.deliver()).isZero();
    }

    @Test
    void losesALateCallToATakeover() {
        Lease lease = granted();
        store.next(Verb.COMPLETE, Fault.DELIVER_LATE);
        assertFails(StoreException.Certainty.UNKNOWN, () -> store.complete(lease, Scenario.RESULT));
        clock.advance(Duration.ofMinutes(5));
        Lease successor = granted();

        store.deliver();

        assertThat(store.complete(successor, Scenario.OTHER_RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void stopsAtAGateBeforeAndAfterACall() throws InterruptedException, ExecutionException, TimeoutException {
        Gate before = new Gate();
        Gate after = new Gate();
        store.next(Verb.CLAIM, new Fault.PauseBefore(before));
        store.next(Verb.CLAIM, new Fault.PauseAfter(after));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Claim> first = other.submit(() -> store.claim(wish()));
            before.awaitArrival();
            assertThat(store.find(cellId)).isEmpty();
            before.open();
            assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Claim.Granted.class);

            clock.advance(Duration.ofMinutes(1));
            Future<Claim> second = other.submit(() -> store.claim(wish()));
            after.awaitArrival();
            assertThat(store.find(cellId).orElseThrow().attempt()).isEqualTo(2);
            assertThat(second.isDone()).isFalse();
            after.open();
            assertThat(second.get(10, TimeUnit.SECONDS)).isInstanceOf(Claim.Granted.class);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void followsItsScriptInOrder() {
        store.next(Verb.FIND, null);
        store.next(Verb.FIND, Fault.REFUSE);

        assertThat(store.find(cellId)).isEmpty();
        assertFails(StoreException.Certainty.NOT_APPLIED, () -> store.find(cellId));
        assertThat(store.find(cellId)).isEmpty();
    }

    @Test
    void failsAloneByItsSeed() {
        assertThat(failures(7)).isEqualTo(failures(7)).isNotEqualTo(failures(8)).contains(true, false);
    }

    private static List<Boolean> failures(long seed) {
        FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore());
        store.byChance(seed, 0.3, Fault.REFUSE, Fault.LOSE_ANSWER);
        List<Boolean> failures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            try {
                store.purge(1);
                failures.add(false);
            } catch (StoreException e) {
                failures.add(true);
            }
        }
        return failures;
    }

    @Test
    void worksAgainOnceHealed() {
        store.byChance(1, 1, Fault.REFUSE);
        store.next(Verb.CLAIM, Fault.REFUSE);
        store.heal();

        granted();
    }

    @Test
    void writesDownEveryCall() {
        Lease lease = granted();
        store.complete(lease, Scenario.RESULT);
        store.next(Verb.FIND, Fault.REFUSE);
        assertThatThrownBy(() -> store.find(cellId)).isInstanceOf(StoreException.class);

        assertThat(store.verbs()).containsExactly(Verb.CLAIM, Verb.COMPLETE, Verb.FIND);
        assertThat(store.calls()).extracting(RecordedCall::cellId).containsOnly(cellId);
        assertThat(store.calls().get(1).outcome()).isEqualTo(WriteResult.APPLIED);
        assertThat(store.calls().get(2).outcome()).isInstanceOf(StoreException.class);
        store.forgetCalls();
        assertThat(store.calls()).isEmpty();
    }
}
