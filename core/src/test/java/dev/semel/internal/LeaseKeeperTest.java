/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.KeyedHash;
import dev.semel.Scope;
import dev.semel.Timing;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keeper's own threads are not used: each look is made by the test, and so are most renewals. */
class LeaseKeeperTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Clocks time = new Clocks();
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(time);
    private final List<Flight> lost = new CopyOnWriteArrayList<>();
    private final LeaseKeeper keeper = new LeaseKeeper(store, time, lost::add, Runnable::run);
    private final Cell cell = new Cell(Scope.of("shop"), "pay", IdempotencyKey.of("k"));
    private final Object owner = new Object();
    private int claims;

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void renewsAtAThirdOfTheLeaseAndNotBefore() {
        Flight flight = takeOff();
        time.advance(Duration.ofSeconds(9));
        assertThat(flight.wantsRenewal(time.nanoTime())).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(flight.wantsRenewal(time.nanoTime())).isTrue();
    }

    @Test
    void keepsALeaseAliveForAsLongAsTheActionRuns() {
        Flight flight = takeOff();
        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofSeconds(15));
            keeper.look();
        }
        assertThat(flight.isHeld(time.nanoTime())).isTrue();
        assertThat(claim()).isInstanceOf(Claim.Refused.class);
    }

    @Test
    void tellsTheActionOnceWhenSomebodyTookOver() {
        Flight flight = takeOff();
        AtomicInteger told = new AtomicInteger();
        flight.onLost(told::incrementAndGet);
        time.advance(LEASE.plusSeconds(1));
        assertThat(claim()).isInstanceOf(Claim.Granted.class);
        keeper.look();
        keeper.look();
        assertThat(told).hasValue(1);
        assertThat(lost).containsExactly(flight);
        assertThat(flight.isHeld(time.nanoTime())).isFalse();
    }

    @Test
    void tellsACallbackThatComesLate() {
        Flight flight = takeOff();
        flight.lose();
        AtomicInteger told = new AtomicInteger();
        flight.onLost(told::incrementAndGet);
        assertThat(told).hasValue(1);
    }

    @Test
    void leavesACallAloneThatHasEnded() {
        Flight flight = takeOff();
        assertThat(store.complete(flight.lease(), new RecordedResult(RecordedResult.Kind.NULL, "text", 1, Bytes.EMPTY)))
                .isEqualTo(WriteResult.APPLIED);
        time.advance(LEASE);
        keeper.look();
        flight.end(Optional.empty());
        assertThat(lost).isEmpty();
        assertThat(flight.lose()).isFalse();
    }

    @Test
    void tellsTheOldAttemptWhenThisProcessTakesOverItself() {
        Flight old = takeOff();
        time.advance(LEASE.plusSeconds(1));
        Flight young = takeOff();
        assertThat(lost).containsExactly(old);
        keeper.remove(old);
        assertThat(keeper.of(young.lease().cellId())).isSameAs(young);
    }

    @Test
    void goesOnAfterACallbackThatFailsAnAssertion() {
        Flight flight = takeOff();
        AtomicInteger told = new AtomicInteger();
        flight.onLost(() -> {
            throw new AssertionError("callback");
        });
        flight.onLost(told::incrementAndGet);
        time.advance(LEASE.plusSeconds(1));
        assertThat(claim()).isInstanceOf(Claim.Granted.class);
        keeper.look();
        assertThat(told).hasValue(1);
    }

    @Test
    void renewsTheOthersWhenAListenerOfALossFailsAnAssertion() {
        LeaseKeeper heard = new LeaseKeeper(
                store,
                time,
                flight -> {
                    throw new AssertionError("listener");
                },
                Runnable::run);
        List<Flight> flights = List.of(takeOff(heard, "first"), takeOff(heard, "second"), takeOff(heard, "third"));
        time.advance(Duration.ofSeconds(15));
        assertThat(store.release(flights.get(1).lease())).isEqualTo(WriteResult.APPLIED);
        heard.look();
        time.advance(Duration.ofSeconds(20));
        assertThat(flights.get(0).isHeld(time.nanoTime())).isTrue();
        assertThat(flights.get(1).isHeld(time.nanoTime())).isFalse();
        assertThat(flights.get(2).isHeld(time.nanoTime())).isTrue();
        heard.close();
    }

    @Test
    void stopsRenewingWhatEverybodyHasForgotten() {
        Claim.Granted granted = (Claim.Granted) claim();
        WeakReference<Object> forgotten = new WeakReference<>(new Object());
        keeper.add(new Flight(
                granted.lease(),
                Fingerprint.NONE,
                new Flight.Terms("pay", true, LEASE, time.nanoTime()),
                Objects.requireNonNull(forgotten.get())));
        for (int i = 0; i < 1_000 && forgotten.get() != null; i++) {
            System.gc();
        }
        assertThat(forgotten.get()).isNull();
        keeper.look();
        assertThat(keeper.of(granted.lease().cellId())).isNull();
    }

    @Test
    void reportsNoLossToAnAttemptThatEnds() {
        Flight flight = takeOff();
        flight.ending();
        time.advance(LEASE.plusSeconds(1));
        assertThat(claim()).isInstanceOf(Claim.Granted.class);
        keeper.look();
        assertThat(lost).isEmpty();
    }

    @Test
    void tellsTheActionOfItsDeadlineThoughItsRenewalIsStuck() {
        List<Runnable> stuck = new ArrayList<>();
        LeaseKeeper waiting = new LeaseKeeper(store, time, lost::add, stuck::add);
        Flight flight = takeOff(waiting, "stuck");
        AtomicInteger told = new AtomicInteger();
        flight.onLost(told::incrementAndGet);
        time.advance(Duration.ofSeconds(15));
        waiting.look();
        waiting.look();
        assertThat(stuck).as("one renewal at a time").hasSize(1);
        assertThat(told).hasValue(0);
        time.advance(Duration.ofSeconds(15));
        waiting.look();
        assertThat(told).hasValue(1);
        assertThat(lost).containsExactly(flight);
        waiting.close();
    }

    @Test
    void triesToRenewAfterAPauseOfTheProcessBeforeItTellsAnybody() {
        Flight flight = takeOff();
        time.advance(LEASE.multipliedBy(3));
        keeper.look();
        assertThat(lost).isEmpty();
        assertThat(flight.isHeld(time.nanoTime())).isTrue();
    }

    @Test
    void renewsAgainAfterARenewalThatCouldNotBeSent() {
        AtomicInteger refusals = new AtomicInteger(1);
        LeaseKeeper crowded = new LeaseKeeper(store, time, lost::add, renewal -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            renewal.run();
        });
        Flight first = takeOff(crowded, "first");
        Flight second = takeOff(crowded, "second");
        time.advance(Duration.ofSeconds(15));
        crowded.look();
        crowded.look();
        time.advance(Duration.ofSeconds(20));
        assertThat(first.isHeld(time.nanoTime())).isTrue();
        assertThat(second.isHeld(time.nanoTime())).isTrue();
        crowded.close();
    }

    @Test
    void sendsRenewalsPastOneThatIsStuck() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        AtomicInteger renewals = new AtomicInteger();
        IdempotencyStore slow = (IdempotencyStore) Proxy.newProxyInstance(
                LeaseKeeperTest.class.getClassLoader(),
                new Class<?>[] {IdempotencyStore.class},
                (proxy, method, arguments) -> {
                    if (renewals.incrementAndGet() == 1) {
                        stuck.countDown();
                        leave.await();
                    }
                    Object answer = method.invoke(store, arguments);
                    passed.countDown();
                    return answer;
                });
        try (LeaseKeeper parallel = new LeaseKeeper(slow, time, lost::add)) {
            takeOff(parallel, "first");
            takeOff(parallel, "second");
            time.advance(Duration.ofSeconds(15));
            parallel.look();
            assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(passed.await(20, TimeUnit.SECONDS)).isTrue();
            leave.countDown();
        }
    }

    private Flight takeOff(LeaseKeeper in, String key) {
        Cell of = new Cell(Scope.of("shop"), "pay", IdempotencyKey.of(key));
        Claim.Granted granted = (Claim.Granted) store.claim(new ClaimRequest(
                new ClaimId(2, ++claims),
                KeyedHash.unkeyed().cellId(of),
                of,
                List.of(Fingerprint.NONE),
                new ClaimRequest.Terms(LEASE, Duration.ofHours(24), false)));
        Flight flight = new Flight(
                granted.lease(), Fingerprint.NONE, new Flight.Terms("pay", true, LEASE, time.nanoTime()), owner);
        in.add(flight);
        return flight;
    }

    private Flight takeOff() {
        Claim.Granted granted = (Claim.Granted) claim();
        Flight flight = new Flight(
                granted.lease(), Fingerprint.NONE, new Flight.Terms("pay", true, LEASE, time.nanoTime()), owner);
        keeper.add(flight);
        return flight;
    }

    private Claim claim() {
        return store.claim(new ClaimRequest(
                new ClaimId(1, ++claims),
                KeyedHash.unkeyed().cellId(cell),
                cell,
                List.of(Fingerprint.NONE),
                new ClaimRequest.Terms(LEASE, Duration.ofHours(24), false)));
    }

    private static final class Clocks implements Timing, InstantSource {
        private long nanos = 1;

        void advance(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void pause(Duration duration) {
            throw new AssertionError("the keeper pauses by itself");
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
