/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.Action;
import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.MutableClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An executor on a store in memory that fails as it is told to, behind a breaker whose time is moved. */
final class Protected implements AutoCloseable {
    static final Operation<String> PAY = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());

    final MutableClock clock = new MutableClock(Instant.EPOCH);
    final CircuitBreaker breaker = CircuitBreaker.of(
            "test",
            StoreProtection.config(Duration.ofSeconds(2))
                    .clock(clock.withZone(ZoneOffset.UTC))
                    .currentTimestampFunction(zoned -> zoned.millis(), TimeUnit.MILLISECONDS)
                    .build());
    final FaultyStore store;
    final IdempotentExecutor executor;
    private final AtomicInteger runs = new AtomicInteger();
    private int keys;

    Protected() {
        this(store -> store);
    }

    /** With something between breaker and store. */
    Protected(UnaryOperator<IdempotencyStore> between) {
        store = new FaultyStore(new InMemoryIdempotencyStore());
        executor = IdempotentExecutor.builder(StoreProtection.of(breaker).around(between.apply(store)))
                .build();
    }

    Call newCall() {
        return Call.of(Scope.of("test"), IdempotencyKey.of("key-" + keys++));
    }

    String pay(Call call) {
        Action<String, RuntimeException> action = execution -> "paid " + runs.incrementAndGet();
        return executor.call(PAY, call, action);
    }

    int runs() {
        return runs.get();
    }

    @Override
    public void close() {
        executor.close();
    }
}
