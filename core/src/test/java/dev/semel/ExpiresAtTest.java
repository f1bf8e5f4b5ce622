/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiresAtTest {
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ScriptedStore store = new ScriptedStore(new InMemoryIdempotencyStore(() -> now));
    private final Operation<String> ship = Operation.of("ship", IdempotencyPolicy.leased(), ResultCodecs.text());
    private final Call call = Call.of(Scope.of("ann"), IdempotencyKey.of("key"));

    @Test
    void isTheStoresForARecordedAnswerOnly() {
        try (IdempotentExecutor executor = IdempotentExecutor.builder(store).build()) {
            assertThat(executor.expiresAt(ship, call)).isEmpty();
            executor.execute(ship, call, execution -> {
                assertThat(executor.expiresAt(ship, call)).isEmpty();
                return "shipped";
            });
            assertThat(executor.expiresAt(ship, call)).contains(now.plus(Duration.ofHours(24)));
        }
    }

    @Test
    void isUnknownWhileTheStoreIsAway() {
        try (IdempotentExecutor executor = IdempotentExecutor.builder(store).build()) {
            executor.execute(ship, call, execution -> "shipped");
            store.down(true);
            assertThat(executor.expiresAt(ship, call)).isEmpty();
        }
    }
}
