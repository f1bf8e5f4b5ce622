/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that are kept in different stores. */
class RoutesTest {
    private static final Call CALL = Call.of(Scope.of("shop"), IdempotencyKey.of("key"));

    private final IdempotencyStore sql = new InMemoryIdempotencyStore();
    private final IdempotencyStore redis = new InMemoryIdempotencyStore();
    private final AtomicInteger runs = new AtomicInteger();
    private final IdempotentExecutor executor = IdempotentExecutor.builder(sql)
            .route(name -> name.startsWith("mail"), redis)
            .route(name -> true, sql)
            .build();

    private static Operation<String> operation(String name) {
        return Operation.of(name, IdempotencyPolicy.leased(), ResultCodecs.text());
    }

    private static boolean isIn(IdempotencyStore store, String operation) {
        return store.find(KeyedHash.unkeyed().cellId(new Cell(CALL.scope(), operation, CALL.key())))
                .isPresent();
    }

    private String run(String operation) {
        return executor.call(operation(operation), CALL, execution -> operation + " " + runs.incrementAndGet());
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void eachOperationIsRecordedWhereItsRouteSays() {
        assertThat(run("pay")).isEqualTo("pay 1");
        assertThat(run("mail.receipt")).isEqualTo("mail.receipt 2");

        assertThat(isIn(sql, "pay")).isTrue();
        assertThat(isIn(redis, "pay")).isFalse();
        assertThat(isIn(redis, "mail.receipt")).isTrue();
        assertThat(isIn(sql, "mail.receipt")).isFalse();
    }

    @Test
    void aRetryFindsItsAnswerThere() {
        run("mail.receipt");
        assertThat(run("mail.receipt")).isEqualTo("mail.receipt 1");
        assertThat(executor.expiresAt(operation("mail.receipt"), CALL)).isPresent();
        assertThat(executor.expiresAt(operation("pay"), CALL)).isEmpty();
    }

    @Test
    void anAttemptThatIsEndedLaterEndsInItsStore() {
        Attempt<String> attempt = executor.begin(operation("mail.receipt"), CALL);
        ((Attempt.Running<String>) attempt).complete("sent");
        assertThat(run("mail.receipt")).isEqualTo("sent");
        assertThat(isIn(sql, "mail.receipt")).isFalse();
    }

    @Test
    void theFirstRouteThatTakesAnOperationCounts() {
        IdempotencyStore third = new InMemoryIdempotencyStore();
        try (IdempotentExecutor other = IdempotentExecutor.builder(sql)
                .route(name -> name.equals("mail.receipt"), third)
                .route(name -> name.startsWith("mail"), redis)
                .build()) {
            other.call(operation("mail.receipt"), CALL, execution -> "sent");
            other.call(operation("mail.news"), CALL, execution -> "sent");
        }
        assertThat(isIn(third, "mail.receipt")).isTrue();
        assertThat(isIn(redis, "mail.news")).isTrue();
        assertThat(isIn(redis, "mail.receipt")).isFalse();
    }

    @Test
    void namesThatAreMadeOfDataDoNotFillTheMemory() {
        AtomicInteger asked = new AtomicInteger();
        try (IdempotentExecutor other = IdempotentExecutor.builder(sql)
                .route(
                        name -> {
                            asked.incrementAndGet();
                            return name.startsWith("mail");
                        },
                        redis)
                .build()) {
            for (int i = 0; i < 5_000; i++) {
                var unused = other.expiresAt(operation("mail." + i), CALL);
            }
            asked.set(0);
            other.call(operation("mail.0"), CALL, execution -> "sent");
            assertThat(asked).hasValue(0);
            other.call(operation("mail.4999"), CALL, execution -> "sent");
            assertThat(asked.get()).isPositive();
        }
        assertThat(isIn(redis, "mail.4999")).isTrue();
    }

    @Test
    void duplicatesOfARunningCallAreKnownWhicheverRouteLeadsToTheStore() {
        Attempt<String> attempt = executor.begin(operation("pay"), CALL);
        assertThat(executor.execute(operation("pay"), CALL, execution -> "paid twice"))
                .isInstanceOf(Outcome.InProgress.class);
        ((Attempt.Running<String>) attempt).complete("paid");
    }
}
