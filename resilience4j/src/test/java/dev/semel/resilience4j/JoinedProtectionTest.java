/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Action;
import dev.semel.Call;
import dev.semel.FailureRule;
import dev.semel.IdempotencyPolicy;
import dev.semel.IndeterminateException;
import dev.semel.Operation;
import dev.semel.RecordedFailureException;
import dev.semel.StoreUnavailableException;
import dev.semel.TransactionRolledBackException;
import dev.semel.codec.ResultCodecs;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Transaction;
import dev.semel.testkit.Fault;
import dev.semel.testkit.Verb;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database whose transactions begin at once, whatever becomes of what is asked in them. */
class JoinedProtectionTest {
    private static final int ENOUGH = 10;
    private static final Duration WAIT = Duration.ofMillis(2001);

    private Protected shop = Protected.joined(store -> store);

    @AfterEach
    void close() {
        shop.close();
    }

    private void failClaims(int times) {
        for (int i = 0; i < times; i++) {
            shop.store.next(Verb.CLAIM, Fault.REFUSE);
            assertThatThrownBy(() -> shop.pay(shop.newCall())).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void oneWhoseClaimsFailIsLeftAloneThoughTransactionsBegin() {
        failClaims(ENOUGH);
        assertThat(shop.breaker.getMetrics().getFailureRate()).isEqualTo(100f);
        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
        shop.store.forgetCalls();

        assertThatThrownBy(() -> shop.pay(shop.newCall())).isInstanceOf(StoreUnavailableException.class);

        assertThat(shop.store.calls()).isEmpty();
        assertThat(shop.runs()).isZero();
    }

    @Test
    void oneWhoseClaimsStillFailIsLeftAloneAgain() {
        failClaims(ENOUGH);
        shop.clock.advance(WAIT);

        failClaims(3);

        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void oneThatAnswersAgainIsFound() {
        failClaims(ENOUGH);
        shop.clock.advance(WAIT);

        for (int i = 1; i <= 3; i++) {
            assertThat(shop.pay(shop.newCall())).isEqualTo("paid " + i);
        }

        assertThat(shop.breaker.getState()).isEqualTo(State.CLOSED);
    }

    /** A replay asks for the claim alone; a first request asks for all three. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatIsSlowIsLeftAloneThoughTransactionsBeginAtOnce(boolean replays) {
        shop.close();
        boolean[] slow = {false};
        shop = Protected.joined(store -> after(store, Set.of("claim", "complete", "commit"), () -> {
            if (slow[0]) {
                shop.clock.advance(Duration.ofSeconds(3));
            }
        }));
        Call call = shop.newCall();
        shop.pay(call);
        shop.clock.advance(Duration.ofMinutes(1));
        slow[0] = true;

        for (int i = 0; i < 4 * ENOUGH && shop.breaker.getState() == State.CLOSED; i++) {
            shop.pay(replays ? call : shop.newCall());
        }

        assertThat(shop.breaker.getState()).isEqualTo(State.OPEN);
    }

    /** Runs something before some verbs of a store and of its transactions. */
    private static IdempotencyStore after(IdempotencyStore store, Set<String> verbs, Runnable work) {
        return proxy(JoinedIdempotencyStore.class, store, verbs, work);
    }

    private static <T> T proxy(Class<T> type, Object target, Set<String> verbs, Runnable work) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (verbs.contains(method.getName())) {
                        work.run();
                    }
                    try {
                        Object answer = method.invoke(target, arguments);
                        return answer instanceof Transaction transaction
                                ? proxy(Transaction.class, transaction, verbs, work)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void commitsCountUnlessTheTransactionItselfIsTheReason() {
        shop.store.next(Verb.COMMIT, Fault.REFUSE);
        assertThatThrownBy(() -> shop.pay(shop.newCall())).isInstanceOf(TransactionRolledBackException.class);
        assertThat(shop.breaker.getMetrics().getNumberOfFailedCalls()).isZero();
        assertThat(shop.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(3);

        shop.store.next(Verb.COMMIT, Fault.LOSE_ANSWER);
        assertThat(shop.pay(shop.newCall())).isEqualTo("paid 2");
        assertThat(shop.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void aTransactionInWhichNothingIsAskedLeavesItsTurnToAnother() {
        failClaims(ENOUGH);
        shop.clock.advance(WAIT);
        JoinedIdempotencyStore store = (JoinedIdempotencyStore) shop.behind;

        for (int i = 0; i < ENOUGH; i++) {
            store.begin().rollback();
        }

        assertThat(shop.breaker.getState()).isEqualTo(State.HALF_OPEN);
        assertThat(shop.pay(shop.newCall())).isEqualTo("paid 1");
    }

    @Test
    void aFewTransactionsTryTheStoreAndNoMore() throws InterruptedException {
        failClaims(ENOUGH);
        shop.clock.advance(WAIT);
        JoinedIdempotencyStore store = (JoinedIdempotencyStore) shop.behind;
        // a thread each, because one within another is no further try
        for (int i = 0; i < 3; i++) {
            Thread other = new Thread(store::begin);
            other.start();
            other.join();
        }
        shop.store.forgetCalls();

        assertThatThrownBy(() -> shop.pay(shop.newCall())).isInstanceOf(StoreUnavailableException.class);

        assertThat(shop.store.calls()).isEmpty();
    }

    @Test
    void withinATransactionNothingIsRefused() {
        JoinedIdempotencyStore store = (JoinedIdempotencyStore) shop.behind;
        Transaction outer = store.begin();
        shop.breaker.transitionToOpenState();

        assertThat(shop.pay(shop.newCall())).isEqualTo("paid 1");
        outer.commit();

        assertThatThrownBy(() -> shop.pay(shop.newCall())).isInstanceOf(StoreUnavailableException.class);
    }

    /** Else nothing would say that the action has run, and a retry would run it again. */
    @ParameterizedTest
    @ValueSource(strings = {"HOLD", "RECORD"})
    void whatBecameOfAnActionIsWrittenThroughAnOpenBreaker(FailureRule rule) {
        IdempotencyPolicy policy = IdempotencyPolicy.joined().withFailures((failure, effectBegun) -> rule);
        Operation<String> charge = Operation.of("charge", policy, ResultCodecs.text());
        Call call = shop.newCall();
        Action<String, RuntimeException> action = execution -> {
            shop.breaker.transitionToOpenState();
            throw new OutcomeLost();
        };
        assertThatThrownBy(() -> shop.executor.call(charge, call, action)).isInstanceOf(OutcomeLost.class);
        shop.clock.advance(WAIT);

        assertThatThrownBy(() -> shop.executor.call(charge, call, execution -> "charged twice"))
                .isInstanceOf(rule == FailureRule.HOLD ? IndeterminateException.class : RecordedFailureException.class);
    }

    private static final class OutcomeLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
