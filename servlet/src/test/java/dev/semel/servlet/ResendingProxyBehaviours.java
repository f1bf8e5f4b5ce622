/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyPolicy;
import dev.semel.WaitStrategy;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row 125: a proxy that sends a POST to the other node while the first still works on it. */
abstract class ResendingProxyBehaviours extends ServerTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch claimedTwice = new CountDownLatch(2);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service()).on("/slow", this::slow).on("/off/slow", this::slow);
        service.store.onClaim = request -> claimedTwice.countDown();
    }

    /** So that no handler outlives a test that fails. */
    @AfterEach
    void letGo() {
        leave.countDown();
    }

    private void slow(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (entered.getCount() > 0) {
            entered.countDown();
            await(leave);
        }
        response.setStatus(201);
        response.getWriter().print("done");
        left.countDown();
    }

    private RawResponse postThrough(ResendingProxy proxy, String path) {
        try (RawConnection connection = proxy.connect()) {
            return connection
                    .send(request("POST " + path, "x", "Idempotency-Key: " + key))
                    .read();
        }
    }

    /** Once the first node is done, each gives its answer, and neither runs the handler again. */
    private void assertBothNodesReplay() {
        leave.countDown();
        await(left);
        for (int node = 0; node < 2; node++) {
            RawResponse retry = afterTheFirst(node);
            assertThat(retry.status()).isEqualTo(201);
            assertThat(retry.text()).isEqualTo("done");
            assertThat(retry.isReplay()).isTrue();
        }
        assertExecutions(1);
    }

    /** The handler has left before its answer is recorded. */
    private RawResponse afterTheFirst(int node) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> postOn(node, "/slow", "x"), answer -> !answer.problem()
                        .equals("conflict"));
    }

    @Test
    void row125_theOtherNodeDoesNotExecuteWhileTheFirstStillRuns() throws IOException {
        try (ResendingProxy proxy = new ResendingProxy(this::connect, () -> await(entered))) {
            assertProblem(postThrough(proxy, "/slow"), 409, "conflict");
            assertThat(claimedTwice.getCount()).isZero();
        }
        assertBothNodesReplay();
    }

    @Test
    void row125_theOtherNodeWaitsForTheFirstAndGivesItsAnswer() throws IOException {
        waiting();
        Runnable untilItRuns = () -> {
            await(entered);
            leave.countDown();
        };
        try (ResendingProxy proxy = new ResendingProxy(this::connect, untilItRuns)) {
            RawResponse answer = postThrough(proxy, "/slow");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo("done");
            assertThat(answer.isReplay()).isTrue();
        }
        assertBothNodesReplay();
    }

    @Test
    void row125_a504OfTheProxyIsNeverStored() throws IOException {
        waiting();
        try (ResendingProxy proxy =
                new ResendingProxy(this::connect, () -> await(entered), () -> await(claimedTwice))) {
            assertThat(postThrough(proxy, "/slow").status()).isEqualTo(504);
        }
        assertBothNodesReplay();
    }

    @Test
    void row125_withoutTheLayerTheSameProxyExecutesTwice() throws IOException {
        try (ResendingProxy proxy = new ResendingProxy(this::connect, () -> await(entered))) {
            assertThat(postThrough(proxy, "/off/slow").status()).isEqualTo(201);
        }
        assertExecutions(2);
    }

    private void waiting() {
        service.guarding(HttpOperation.of(
                "any",
                IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofSeconds(20))),
                HttpPolicy.standard()));
    }
}
