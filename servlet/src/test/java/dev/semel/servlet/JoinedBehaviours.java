/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyPolicy;
import dev.semel.http.BodyLimits;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.ResponseRules;
import dev.semel.http.ServerErrorRule;
import dev.semel.spi.StoreException;
import dev.semel.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the filter does where record and business rows commit together. */
abstract class JoinedBehaviours extends ServerTest {
    @TempDir
    Path folder = Path.of("");

    private Service service;
    private JoinedStore store;

    @BeforeEach
    void start() {
        store = new JoinedStore(new MutableClock());
        service = serve(new Service(filter -> filter.temporaryFolder(folder), clock -> store));
        responding(UnaryOperator.identity());
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            response.setStatus(201);
            response.getWriter().print("paid");
        });
    }

    private void responding(UnaryOperator<ResponseRules> rules) {
        HttpPolicy policy = HttpPolicy.standard().withResponses(rules.apply(ResponseRules.standard()));
        service.guarding(HttpOperation.of("any", IdempotencyPolicy.joined(), policy));
    }

    @Test
    void rowsAndRecordAreThereBeforeTheAnswer() {
        RawResponse first = post("/pay", "x");
        assertThat(store.rows).containsExactly("payment");
        assertReplays(first, post("/pay", "x"));
        assertThat(store.rows).hasSize(1);
    }

    @Test
    void row050_aDuplicateInProgressIsRefused() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        service.on("/slow", (request, response) -> {
            entered.countDown();
            await(leave);
        });
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        assertProblem(postOn(1, "/slow", "x"), 409, "conflict");
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(200);
        assertExecutions(1);
    }

    @Test
    void row085_aServerErrorRollsBackAndTheRetryExecutes() {
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            response.setStatus(service.executions.get() == 1 ? 500 : 201);
        });
        assertThat(post("/pay", "x").status()).isEqualTo(500);
        assertThat(store.rows).isEmpty();
        RawResponse retry = post("/pay", "x");
        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.isReplay()).isFalse();
        assertThat(store.rows).containsExactly("payment");
        assertExecutions(2);
    }

    @Test
    void row085_anExceptionRollsBackAndTheRetryExecutes() {
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            if (service.executions.get() == 1) {
                throw new IOException("broken");
            }
        });
        assertThat(post("/pay", "x").status()).isEqualTo(500);
        assertThat(store.rows).isEmpty();
        assertThat(post("/pay", "x").status()).isEqualTo(200);
        assertThat(store.rows).containsExactly("payment");
    }

    @Test
    void row086_aServerErrorCanBeStoredAfterItsRollback() {
        responding(rules -> rules.withServerErrors(ServerErrorRule.STORE));
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            response.setStatus(500);
        });
        assertReplays(post("/pay", "x"), post("/pay", "x"));
        assertThat(store.rows).isEmpty();
        assertExecutions(1);
    }

    @Test
    void row080_aRefusalIsStoredThoughItsTransactionRollsBack() {
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            store.markRollbackOnly();
            response.setStatus(402);
        });
        assertReplays(post("/pay", "x"), post("/pay", "x"));
        assertThat(store.rows).isEmpty();
        assertExecutions(1);
    }

    @Test
    void aSuccessThatCannotCommitIsNotGiven() {
        service.on("/pay", (request, response) -> {
            store.insert("payment");
            store.markRollbackOnly();
            response.setStatus(201);
            response.setHeader("Location", "/payments/1");
            response.setContentType("text/plain");
            response.getWriter().print("paid");
        });
        RawResponse response = post("/pay", "x");
        assertProblem(response, 503, "store-unavailable");
        assertThat(response.text()).doesNotContain("paid");
        assertThat(response.header("Location")).isEmpty();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void aFailedCommitIsNotAnAnswer() {
        store.commitFails = Optional.of(StoreException.Certainty.NOT_APPLIED);
        RawResponse response = post("/pay", "x");
        assertProblem(response, 503, "store-unavailable");
        assertThat(response.header("Retry-After")).isPresent();
        store.commitFails = Optional.empty();
        assertThat(post("/pay", "x").status()).isEqualTo(201);
        assertThat(store.rows).containsExactly("payment");
    }

    @Test
    void anUnknownCommitIsNotAnAnswerEither() {
        service.guarding(HttpOperation.of(
                "any", IdempotencyPolicy.joined().withLease(Duration.ofMillis(200)), HttpPolicy.standard()));
        store.commitFails = Optional.of(StoreException.Certainty.UNKNOWN);
        RawResponse response = post("/pay", "x");
        assertProblem(response, 503, "store-unavailable");
        assertThat(response.text()).doesNotContain("paid");
    }

    @Test
    void row119_aLargeResponseWaitsForTheCommitInAFile() {
        service.on("/large", (request, response) -> {
            store.insert("payment");
            response.getOutputStream().write(new byte[600_000]);
            response.getOutputStream().write(new byte[600_000]);
        });
        store.commitFails = Optional.of(StoreException.Certainty.NOT_APPLIED);
        assertProblem(post("/large", "x"), 503, "store-unavailable");
        store.commitFails = Optional.empty();
        RawResponse first = post("/large", "x");
        assertThat(first.body()).hasSize(1_200_000);
        assertThat(first.header("Content-Length")).contains("1200000");
        RawResponse second = post("/large", "x");
        assertThat(second.header("Idempotency-Replay")).contains("omitted");
        assertThat(second.body()).isEmpty();
        assertThat(store.rows).containsExactly("payment");
    }

    @Test
    void aTransactionThatSomebodyBeganBeforeTheFilterIsRefused() {
        store.begunOutside = true;
        RawResponse refused = post("/pay", "x");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).doesNotContain("paid");
        assertExecutions(0);
        assertThat(store.rows).isEmpty();
        store.begunOutside = false;
        assertThat(post("/pay", "x").status()).as("the key was not used up").isEqualTo(201);
        assertExecutions(1);
    }

    private void holding(long bytes) {
        HttpPolicy policy = HttpPolicy.standard();
        BodyLimits limits = BodyLimits.standard().withMaxRecordedBytes(100_000).withMaxHeldBytes(bytes);
        service.guarding(HttpOperation.of(
                "any",
                IdempotencyPolicy.joined(),
                policy.withRequests(policy.requests().withLimits(limits))));
    }

    @Test
    void row119_aResponseThatIsTooLargeToHoldRollsBack() {
        service.on("/large", (request, response) -> {
            store.insert("payment");
            response.setHeader("Location", "/payments/1");
            for (int i = 0; i < 11; i++) {
                response.getOutputStream().write(new byte[100_000]);
            }
            if (service.executions.get() == 1) {
                assertThat(folder).as("the file is gone at once").isEmptyDirectory();
            }
        });
        holding(1_000_000);
        RawResponse refused = post("/large", "x");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.header("Content-Type")).contains("application/problem+json");
        assertThat(refused.header("Location")).isEmpty();
        assertThat(refused.text()).contains("larger than").contains("rolled back");
        assertThat(store.rows).isEmpty();
        holding(1_100_000);
        assertThat(post("/large", "x").body()).hasSize(1_100_000);
        assertThat(store.rows).containsExactly("payment");
        assertExecutions(2);
    }

    @Test
    void asynchronousWorkIsRefused() {
        service.on("/async", (request, response) -> {
            response.getWriter().print(request.isAsyncSupported());
            try {
                request.startAsync();
            } catch (IllegalStateException e) {
                response.getWriter().print(" " + e.getMessage());
            }
        });
        assertThat(post("/async", "x").text()).startsWith("false").contains("joined mode");
    }
}
