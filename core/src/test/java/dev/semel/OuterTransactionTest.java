/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter that sends answers must know of the transaction around an attempt. */
class OuterTransactionTest {
    private record Began(boolean isOutermost) implements Transaction {
        @Override
        public boolean isRollbackOnly() {
            return false;
        }

        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }

    private static JoinedIdempotencyStore storeIn(Transaction transaction) {
        InMemoryIdempotencyStore memory = new InMemoryIdempotencyStore();
        return (JoinedIdempotencyStore) Proxy.newProxyInstance(
                OuterTransactionTest.class.getClassLoader(),
                new Class<?>[] {JoinedIdempotencyStore.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("begin") ? transaction : method.invoke(memory, arguments);
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
}
