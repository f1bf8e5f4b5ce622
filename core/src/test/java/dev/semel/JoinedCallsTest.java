/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the executor makes of transactions; what is in them is the contract's and the simulator's to show. */
class JoinedCallsTest {
    private static final Duration RETENTION = Duration.ofMinutes(1);

    private record Began(boolean isOutermost) implements Transaction {
        @Override
        public boolean isRollbackOnly() {
            return false;
        }

        @Override
        public void commit() {
            throw new StoreException(StoreException.Certainty.UNKNOWN, "The answer of the commit was lost.", null);
        }

        @Override
        public void rollback() {}
    }

    private static JoinedIdempotencyStore storeIn(Transaction transaction) {
        return storeIn(transaction, name -> {});
    }

    private static JoinedIdempotencyStore storeIn(Transaction transaction, Consumer<String> asked) {
        InMemoryIdempotencyStore memory = new InMemoryIdempotencyStore();
        return (JoinedIdempotencyStore) Proxy.newProxyInstance(
                JoinedCallsTest.class.getClassLoader(),
                new Class<?>[] {JoinedIdempotencyStore.class},
                (proxy, method, arguments) -> {
                    asked.accept(method.getName());
                    try {
                        return switch (method.getName()) {
                            case "begin", "beginToRecord" -> transaction;
                            case "committed" -> false;
                            default -> method.invoke(memory, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isOutermostExactlyIfItBeganTheTransaction(boolean outermost) {
        Operation<String> pay = Operation.of("pay", IdempotencyPolicy.joined(), ResultCodecs.text());
        Call call = Call.of(Scope.of("shop"), IdempotencyKey.of("k"));
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(storeIn(new Began(outermost))).build()) {
            Attempt.Running<String> running = (Attempt.Running<String>) executor.begin(pay, call);
            assertThat(running.isOutermost()).isEqualTo(outermost);
            assertThat(running.release()).isEqualTo(Attempt.Ended.AS_ASKED);
        }
    }

    @Test
    void isOutermostInLeasedMode() {
        Operation<String> pay = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
        Call call = Call.of(Scope.of("shop"), IdempotencyKey.of("k"));
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(new InMemoryIdempotencyStore()).build()) {
            Attempt.Running<String> running = (Attempt.Running<String>) executor.begin(pay, call);
            assertThat(running.isOutermost()).isTrue();
            running.release();
        }
    }

    /** So that what refuses new calls to spare the store does not refuse what became of one that ran. */
    @Test
    void saysThatItBeginsToRecordWhatBecameOfAnAction() {
        FailureClassifier hold = (failure, effectBegun) -> FailureRule.HOLD;
        Operation<String> pay = Operation.of("pay", IdempotencyPolicy.joined().withFailures(hold), ResultCodecs.text());
        List<String> asked = new ArrayList<>();
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(storeIn(new Began(true), asked::add)).build()) {
            Call call = Call.of(Scope.of("shop"), IdempotencyKey.of("k"));
            assertThatThrownBy(() -> executor.execute(pay, call, execution -> {
                        throw new IllegalStateException("no answer");
                    }))
                    .hasMessage("no answer");
        }
        assertThat(asked).containsSubsequence("begin", "claim", "beginToRecord", "claim", "hold");
    }

    @Test
    void believesThatACommitNeverLandedOnlyWithinTheRetention() {
        assertThatThrownBy(() -> completeAfter(RETENTION.minusSeconds(1)))
                .isInstanceOf(TransactionRolledBackException.class);
        assertThat(completeAfter(RETENTION)).isEqualTo(new Outcome.Unknown<>("paid"));
    }

    private static Outcome<String> completeAfter(Duration time) {
        IdempotencyPolicy policy =
                IdempotencyPolicy.joined().withLease(RETENTION.dividedBy(2)).withRetention(RETENTION);
        Operation<String> pay = Operation.of("pay", policy, ResultCodecs.text());
        ManualTime elapsed = new ManualTime();
        try (IdempotentExecutor executor = IdempotentExecutor.builder(storeIn(new Began(true)))
                .timing(elapsed)
                .build()) {
            Call call = Call.of(Scope.of("shop"), IdempotencyKey.of("k"));
            return executor.execute(pay, call, execution -> {
                elapsed.advance(time);
                return "paid";
            });
        }
    }
}
