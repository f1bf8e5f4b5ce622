/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.KeyedHash;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.ResultEncryption;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.RecordedResult;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.Verb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The executor with the cache: what a replay costs, and what lies in memory. */
class CachedReplaysTest {
    private final FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore());
    private final CaffeineReplayCache cache = CaffeineReplayCache.create();
    private final IdempotentExecutor executor = IdempotentExecutor.builder(store)
            .replayCache(cache)
            .encryption(ResultEncryption.with("k1", Bytes.wrap(new byte[32])))
            .build();
    private final Operation<String> operation = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());

    private static Call call(String payload) {
        return Call.of(Scope.of("shop"), IdempotencyKey.of("k"), new Fingerprint(1, Bytes.utf8(payload)));
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void replaysWithoutACallOfTheStore() {
        executor.execute(operation, call("10 EUR"), e -> "paid");
        store.forgetCalls();
        for (int i = 0; i < 1_000; i++) {
            assertThat(executor.execute(operation, call("10 EUR"), e -> "paid again"))
                    .isEqualTo(new Outcome.Replayed<>("paid"));
        }
        assertThat(executor.execute(operation, call("99 EUR"), e -> "paid again"))
                .isInstanceOf(Outcome.Mismatched.class);
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void keepsAnswersAsTheStoreHasThem() {
        executor.execute(operation, call("10 EUR"), e -> "secret");
        Cell cell = new Cell(Scope.of("shop"), "pay", IdempotencyKey.of("k"));
        RecordedResult kept =
                cache.get(KeyedHash.unkeyed().cellId(cell)).orElseThrow().result();
        assertThat(kept.kind()).isEqualTo(RecordedResult.Kind.SEALED);
        assertThat(kept.payload().toUtf8()).doesNotContain("secret");
    }

    @Test
    void asksTheStoreAgainAboutAnInvalidatedCell() {
        executor.execute(operation, call("10 EUR"), e -> "paid");
        store.forgetCalls();
        cache.invalidate(KeyedHash.unkeyed().cellId(new Cell(Scope.of("shop"), "pay", IdempotencyKey.of("k"))));
        assertThat(executor.execute(operation, call("10 EUR"), e -> "paid again"))
                .isEqualTo(new Outcome.Replayed<>("paid"));
        assertThat(store.verbs()).containsExactly(Verb.CLAIM);
    }
}
