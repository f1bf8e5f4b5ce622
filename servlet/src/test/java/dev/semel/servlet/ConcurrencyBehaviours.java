/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyPolicy;
import dev.semel.WaitStrategy;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group E of the HTTP semantics. */
abstract class ConcurrencyBehaviours extends ServerTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/slow", (request, response) -> {
            entered.countDown();
            await(leave);
            response.setStatus(201);
            response.getWriter().print("done");
        });
    }

    private void waiting(Duration limit) {
        service.guarding(HttpOperation.of(
                "any", IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(limit)), HttpPolicy.standard()));
    }

    @Test
    void row050_051_053_aDuplicateIsRefusedWhileTheFirstRunsAndReplayedAfterwards() {
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        for (int node = 0; node < 2; node++) {
            RawResponse duplicate = postOn(node, "/slow", "x");
            assertProblem(duplicate, 409, "conflict");
            assertThat(Integer.parseInt(duplicate.header("Retry-After").orElse("0")))
                    .isBetween(1, 31);
        }
        leave.countDown();
        assertReplays(get(first), postOn(1, "/slow", "x"));
        assertExecutions(1);
    }

    @Test
    void row051_retryAfterFollowsTheRemainingLease() {
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        service.advance(Duration.ofSeconds(20));
        assertThat(Integer.parseInt(
                        postOn(1, "/slow", "x").header("Retry-After").orElse("0")))
                .isBetween(1, 10);
        leave.countDown();
        get(first);
    }

    @Test
    void row052_ofAHundredIdenticalRequestsOneExecutes() throws Exception {
        CyclicBarrier start = new CyclicBarrier(100);
        service.on("/race", (request, response) -> response.getWriter().print("won"));
        List<CompletableFuture<RawResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int node = i % 2;
            CompletableFuture<RawResponse> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    answer.complete(postOn(node, "/race", "x"));
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
            thread.start();
        }
        int firsts = 0;
        for (CompletableFuture<RawResponse> pending : answers) {
            RawResponse answer = get(pending);
            if (answer.status() == 409) {
                assertProblem(answer, 409, "conflict");
            } else {
                assertThat(answer.text()).isEqualTo("won");
                firsts += answer.isReplay() ? 0 : 1;
            }
        }
        assertThat(firsts).isEqualTo(1);
        assertExecutions(1);
    }

    @Test
    void row054_aDuplicateCanWaitForTheReplay() {
        waiting(Duration.ofSeconds(15));
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        CompletableFuture<RawResponse> here = postLater(0, "/slow", "x");
        CompletableFuture<RawResponse> there = postLater(1, "/slow", "x");
        leave.countDown();
        assertReplays(get(first), get(here));
        assertReplays(get(first), get(there));
        assertExecutions(1);
    }

    @Test
    void row054_pastTheLimitTheDuplicateIsRefused() {
        waiting(Duration.ofMillis(50));
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        assertProblem(postOn(1, "/slow", "x"), 409, "conflict");
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(201);
    }

    @Test
    void row054_aWaiterThatDisconnectsChangesNothing() {
        waiting(Duration.ofSeconds(15));
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        int before = service.store.calls.get();
        try (RawConnection waiter = connect(1)) {
            waiter.send(request("POST /slow", "x", "Idempotency-Key: \"" + key + '"'));
            Awaitility.await().until(() -> service.store.calls.get() > before);
            waiter.reset();
        }
        leave.countDown();
        assertReplays(get(first), postOn(1, "/slow", "x"));
        assertExecutions(1);
    }

    @Test
    void row055_afterAReleaseExactlyOneOfTheWaitersTakesOver() {
        waiting(Duration.ofSeconds(15));
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        service.on("/flaky", (request, response) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            boolean first = runs.getAndIncrement() == 0;
            if (first) {
                entered.countDown();
                await(leave);
            }
            running.decrementAndGet();
            response.setStatus(first ? 503 : 201);
        });
        CompletableFuture<RawResponse> first = postLater(0, "/flaky", "x");
        await(entered);
        List<CompletableFuture<RawResponse>> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiters.add(postLater(i % 2, "/flaky", "x"));
        }
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(503);
        long own = waiters.stream()
                .map(ServerTest::get)
                .peek(answer -> assertThat(answer.status()).isEqualTo(201))
                .filter(answer -> !answer.isReplay())
                .count();
        assertThat(own).isEqualTo(1);
        assertThat(most).hasValue(1);
        assertExecutions(2);
    }

    @Test
    void row056_otherKeysAndOtherPrincipalsRunBeside() {
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        assertThat(send(request("POST /echo", "x", "Idempotency-Key: other")).status())
                .isEqualTo(201);
        assertThat(post("/echo", "x", "Authorization: Bearer bob").status()).isEqualTo(201);
        leave.countDown();
        get(first);
    }

    @Test
    void row057_aLeaseIsRenewedWhileItsHandlerRuns() {
        service.guarding(HttpOperation.of(
                "any", IdempotencyPolicy.leased().withLease(Duration.ofMillis(600)), HttpPolicy.standard()));
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        for (int i = 0; i < 4; i++) {
            int before = service.store.renewals.get();
            service.advance(Duration.ofMillis(300));
            Awaitility.await().until(() -> service.store.renewals.get() > before);
        }
        assertProblem(postOn(1, "/slow", "x"), 409, "conflict");
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(201);
        assertExecutions(1);
    }

    @Test
    void row058_aClaimWhoseAnswerWasLostIsItsOwn() {
        service.store.lostClaimAnswers.set(1);
        assertThat(post("/echo", "x").status()).isEqualTo(201);
        assertExecutions(1);
    }

    @Test
    void row059_pipelinedDuplicatesAreAnsweredInTheirOrder() {
        String request = request("POST /echo", "x", "Idempotency-Key: " + key);
        try (RawConnection connection = connect()) {
            connection.send(request + request + request("POST /echo", "other", "Idempotency-Key: other"));
            assertReplays(connection.read(), connection.read());
            assertThat(connection.read().text()).isEqualTo("other");
        }
        assertExecutions(2);
    }
}
