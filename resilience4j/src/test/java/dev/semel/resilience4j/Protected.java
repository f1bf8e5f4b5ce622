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
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.JdbcTransactions;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.FaultyJoinedStore;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.MutableClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.h2.jdbcx.JdbcDataSource;

/** An executor on a store in memory that fails as it is told to, behind a breaker whose time is moved. */
final class Protected implements AutoCloseable {
    static final Operation<String> PAY = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
    static final Operation<String> PAY_JOINED = Operation.of("pay", IdempotencyPolicy.joined(), ResultCodecs.text());

    final MutableClock clock = new MutableClock(Instant.EPOCH);
    final CircuitBreaker breaker = CircuitBreaker.of(
            "test",
            StoreProtection.config(Duration.ofSeconds(2))
                    .clock(clock.withZone(ZoneOffset.UTC))
                    .currentTimestampFunction(zoned -> zoned.millis(), TimeUnit.MILLISECONDS)
                    .build());
    final FaultyStore store;
    final IdempotencyStore behind;
    final IdempotentExecutor executor;
    private final Operation<String> operation;
    private final AtomicInteger runs = new AtomicInteger();
    private int keys;

    Protected() {
        this(store -> store);
    }

    /** With something between breaker and store. */
    Protected(UnaryOperator<IdempotencyStore> between) {
        this(new FaultyStore(new InMemoryIdempotencyStore()), between);
    }

    private Protected(FaultyStore store, UnaryOperator<IdempotencyStore> between) {
        this.store = store;
        this.operation = store instanceof FaultyJoinedStore ? PAY_JOINED : PAY;
        this.behind = StoreProtection.of(breaker).around(between.apply(store));
        this.executor = IdempotentExecutor.builder(behind).build();
    }

    /** In joined mode, on a database in memory. */
    static Protected joined(UnaryOperator<IdempotencyStore> between) {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        return new Protected(
                new FaultyJoinedStore(JdbcJoinedIdempotencyStore.open(new JdbcTransactions(database), options)),
                between);
    }

    Call newCall() {
        return Call.of(Scope.of("test"), IdempotencyKey.of("key-" + keys++));
    }

    String pay(Call call) {
        Action<String, RuntimeException> action = execution -> "paid " + runs.incrementAndGet();
        return executor.call(operation, call, action);
    }

    int runs() {
        return runs.get();
    }

    @Override
    public void close() {
        executor.close();
    }
}
