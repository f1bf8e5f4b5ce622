/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.CellId;
import dev.semel.Outcome;
import dev.semel.StoreUnavailableException;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.StoreException;
import dev.semel.testkit.Fault;
import dev.semel.testkit.Verb;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreProtectionTest {
    private static final int ENOUGH = 10;
    private static final Duration WAIT = Duration.ofMillis(2001);

    private Protected shop = new Protected();

    @AfterEach
    void close() {
        shop.close();
    }

    private void open() {
        shop.store.byChance(1, 1.0, Fault.REFUSE);
        for (int i = 0; i < ENOUGH; i++) {
            assertUnavailable(shop.newCall());
        }
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
        shop.store.forgetCalls();
    }

    private void assertUnavailable(Call call) {
        assertThatThrownBy(() -> shop.pay(call)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aStoreThatFailsIsNotAskedAnyMoreAndNothingRunsUnprotected() {
        open();
        shop.store.heal();

        for (int i = 0; i < ENOUGH; i++) {
            assertUnavailable(shop.newCall());
        }

        assertThat(shop.store.calls()).isEmpty();
        assertThat(shop.runs()).isZero();
    }

    /** So that who executes without a store that is away does so, and who sends too much gets nothing executed by it. */
    @Test
    void whatIsRefusedIsToldAsTheStoreWasLast() {
        open();
        assertThat(mayHaveRecord()).isFalse();

        shop.clock.advance(WAIT);
        shop.store.heal();
        for (int i = 0; i < 3; i++) {
            shop.pay(shop.newCall());
        }
        shop.breaker.transitionToForcedOpenState();
        assertThat(mayHaveRecord()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Simple.class,
            names = {"LOSE_REQUEST", "LOSE_ANSWER"})
    void aStoreThatDoesNotAnswerMayHaveARecordThatItIsNotAskedFor(Fault fault) {
        shop.store.byChance(1, 1.0, fault);
        while (shop.breaker.getState() == State.CLOSED) {
            assertUnavailable(shop.newCall());
        }
        shop.store.forgetCalls();

        assertThat(mayHaveRecord()).isTrue();
        assertThat(shop.store.calls()).isEmpty();
    }

    @Test
    void aStoreThatHasTooMuchToDoIsLeftAloneAndMayHaveARecord() {
        shop.close();
        shop = new Protected(store -> new Delegating(store) {
            @Override
            public Claim claim(ClaimRequest request) {
                throw new StoreException(StoreException.Certainty.OVERLOADED, "No connection is free.", null);
            }
        });
        for (int i = 0; i < ENOUGH; i++) {
            assertThat(mayHaveRecord()).isTrue();
        }
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
        assertThat(mayHaveRecord()).isTrue();
    }

    private boolean mayHaveRecord() {
        Throwable refusal = catchThrowable(() -> shop.pay(shop.newCall()));
        assertThat(refusal).isInstanceOf(StoreUnavailableException.class);
        return ((StoreUnavailableException) refusal).mayHaveRecord();
    }

    @Test
    void oneThatAnswersAgainIsFoundByAFewCalls() {
        open();
        shop.store.heal();
        shop.clock.advance(WAIT);

        for (int i = 1; i <= 3; i++) {
            assertThat(shop.pay(shop.newCall())).isEqualTo("paid " + i);
        }

        assertThat(shop.breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void oneThatStillFailsIsLeftAloneAgain() {
        open();
        shop.clock.advance(WAIT);
        for (int i = 0; i < 3; i++) {
            assertUnavailable(shop.newCall());
        }
        assertThat(shop.store.verbs()).containsOnly(Verb.CLAIM).hasSize(3);
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
        shop.store.forgetCalls();

        assertUnavailable(shop.newCall());

        assertThat(shop.store.calls()).isEmpty();
    }

    @Test
    void whatRunsAlreadyRecordsItsAnswerThroughAnOpenBreaker() {
        Call call = shop.newCall();
        Attempt<String> attempt = shop.executor.begin(Protected.PAY, call);
        open();
        shop.store.heal();

        Outcome<String> outcome = ((Attempt.Running<String>) attempt).complete("paid before");

        assertThat(outcome).isInstanceOf(Outcome.Executed.class);
        assertThat(shop.store.verbs()).containsExactly(Verb.COMPLETE);
        shop.clock.advance(WAIT);
        assertThat(shop.pay(call)).isEqualTo("paid before");
    }

    @Test
    void writesThatFailOpenItToo() {
        for (int i = 0; i < ENOUGH && shop.breaker.getState() == State.CLOSED; i++) {
            Attempt<String> attempt = shop.executor.begin(Protected.PAY, shop.newCall());
            shop.store.next(Verb.RELEASE, Fault.LOSE_REQUEST);
            ((Attempt.Running<String>) attempt).release();
        }
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void aDeadlockIsAnAnswer() {
        for (int i = 0; i < ENOUGH; i++) {
            shop.store.next(Verb.CLAIM, Fault.TRANSIENT);
            shop.pay(shop.newCall());
        }
        assertThat(shop.breaker.getMetrics().getNumberOfFailedCalls()).isZero();
        assertThat(shop.breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aStoreThatIsSlowIsLeftAloneThoughItAnswers() {
        shop.close();
        shop = new Protected(store -> new SlowClaims(store, () -> shop.clock.advance(Duration.ofSeconds(3))));
        for (int i = 0; i < ENOUGH && shop.breaker.getState() == State.CLOSED; i++) {
            var unused = shop.executor.begin(Protected.PAY, shop.newCall());
        }
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
        assertThat(mayHaveRecord()).isTrue();
    }

    @Test
    void purgesGoThroughAndSayNothing() {
        open();
        shop.store.heal();
        assertThatThrownBy(() ->
                        StoreProtection.of(shop.breaker).around(shop.store).find(new CellId(1, 1)))
                .hasMessageContaining("circuit breaker is OPEN");
        assertThat(StoreProtection.of(shop.breaker).around(shop.store).purge(1)).isZero();
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FORCED_OPEN", "DISABLED"})
    void anOperatorMaySwitchIt(State state) {
        if (state == State.FORCED_OPEN) {
            shop.breaker.transitionToForcedOpenState();
            assertUnavailable(shop.newCall());
            assertThat(shop.store.calls()).isEmpty();
        } else {
            open();
            shop.store.heal();
            shop.breaker.transitionToDisabledState();
            assertThat(shop.pay(shop.newCall())).isEqualTo("paid 1");
        }
    }

    /** Claims that take a while. */
    private static final class SlowClaims extends Delegating {
        private final Runnable work;

        SlowClaims(dev.semel.spi.IdempotencyStore store, Runnable work) {
            super(store);
            this.work = work;
        }

        @Override
        public Claim claim(ClaimRequest request) {
            work.run();
            return super.claim(request);
        }
    }
}
