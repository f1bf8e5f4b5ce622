/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyPolicy;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.OutcomeClass;
import dev.semel.http.OutcomeRules;
import dev.semel.http.ResponseRules;
import dev.semel.http.ServerErrorRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group G of the HTTP semantics, in leased mode. */
abstract class FailuresBehaviours extends ServerTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/status/", (request, response) -> {
            response.setStatus(Integer.parseInt(request.getRequestURI().substring(8)));
            response.setHeader("Retry-After", "7");
            response.getWriter().print("answer " + service.executions.get());
        });
        service.on("/throw", (request, response) -> {
            response.getWriter().print("half an ans");
            response.flushBuffer();
            throw new IllegalStateException("broken");
        });
    }

    private void responding(ResponseRules rules) {
        service.guarding(HttpPolicy.standard().withResponses(rules));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 404, 410, 422})
    void row080_definitiveRefusalsAreReplayed(int status) {
        assertReplays(post("/status/" + status, "x"), post("/status/" + status, "x"));
        assertExecutions(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 429, 503, 501, 505, 507, 511, 408, 409, 412, 421, 423, 425, 428, 431, 307, 308})
    void row081_082_083_084_whatIsToBeRepeatedIsNeverStored(int status) {
        assertThat(post("/status/" + status, "x").text()).isEqualTo("answer 1");
        RawResponse second = post("/status/" + status, "x");
        assertThat(second.text()).isEqualTo("answer 2");
        assertThat(second.isReplay()).isFalse();
        assertThat(second.header("Retry-After")).contains("7");
        assertExecutions(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void row086_serverErrorsAreReplayed(int status) {
        assertReplays(post("/status/" + status, "x"), post("/status/" + status, "x"));
        assertExecutions(1);
    }

    @Test
    void row086_099_anExceptionIsReplayedAsAnErrorAndNeverAsAnAnswer() {
        RawResponse first = post("/throw", "x");
        RawResponse second = post("/throw", "x");
        assertThat(first.status()).isEqualTo(500);
        assertThat(first.text()).doesNotContain("half an ans");
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.isReplay()).isTrue();
        assertThat(second.header("Content-Type")).contains("application/problem+json");
        assertThat(second.text())
                .contains("about:blank")
                .doesNotContain("half an ans")
                .doesNotContain("broken");
        assertExecutions(1);
    }

    @Test
    void row086_serverErrorsCanBeReleased() {
        responding(ResponseRules.standard().withServerErrors(ServerErrorRule.RELEASE));
        post("/throw", "x");
        post("/throw", "x");
        assertExecutions(2);
    }

    @Test
    void row086_094_serverErrorsCanBeQuarantined() {
        responding(ResponseRules.standard().withServerErrors(ServerErrorRule.QUARANTINE));
        assertThat(post("/status/500", "x").text()).isEqualTo("answer 1");
        assertProblem(post("/status/500", "x"), 409, "indeterminate");
        service.advance(Duration.ofHours(1));
        assertProblem(post("/status/500", "x"), 409, "indeterminate");
        assertExecutions(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerErrorRule.class,
            names = {"RELEASE", "QUARANTINE"})
    void row096_theFailureOfAnOvertakenRequestIsNotGiven(ServerErrorRule rule) {
        responding(ResponseRules.standard().withServerErrors(rule));
        service.on("/late", (request, response) -> {
            if (service.executions.get() == 1) {
                service.advance(Duration.ofSeconds(31));
                assertThat(postOn(1, "/late", "x").text()).isEqualTo("done");
                response.setStatus(500);
            }
            response.getWriter().print("done");
        });
        assertProblem(post("/late", "x"), 409, "conflict");
        assertThat(postOn(1, "/late", "x").isReplay()).isTrue();
        assertExecutions(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerErrorRule.class,
            names = {"RELEASE", "QUARANTINE"})
    void row098_aFailureThatTheStoreDoesNotConfirmIsMarked(ServerErrorRule rule) {
        service.guarding(HttpOperation.of(
                "any",
                IdempotencyPolicy.leased().withLease(Duration.ofMillis(200)),
                HttpPolicy.standard().withResponses(ResponseRules.standard().withServerErrors(rule))));
        service.on("/away", (request, response) -> {
            service.store.down = true;
            response.setStatus(500);
            response.getWriter().print("broken");
        });
        RawResponse response = post("/away", "x");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).isEqualTo("broken");
        assertThat(response.header("Idempotency-Recorded")).contains("unknown");
    }

    @Test
    void row087_exceptionsAndStatusesCanBeDeclared() {
        responding(ResponseRules.standard()
                .withOutcomes(OutcomeRules.standard()
                        .with(IOException.class, OutcomeClass.RELEASE)
                        .with(404, OutcomeClass.RELEASE)
                        .with(503, OutcomeClass.STORE)));
        service.on("/throw", (request, response) -> {
            throw new UncheckedIOException(new IOException("away"));
        });
        post("/throw", "x");
        post("/throw", "x");
        post("/status/404", "x", "Authorization: Bearer ann");
        post("/status/404", "x", "Authorization: Bearer ann");
        assertExecutions(4);
        post("/status/503", "x", "Authorization: Bearer bob");
        assertThat(post("/status/503", "x", "Authorization: Bearer bob").isReplay())
                .isTrue();
        assertExecutions(5);
    }

    @Test
    void row087_whatIsDeclaredForAnExceptionGoesBeforeTheStatusThatAFrameworkMadeOfIt() {
        responding(ResponseRules.standard()
                .withOutcomes(OutcomeRules.standard()
                        .with(UncheckedIOException.class, OutcomeClass.RELEASE)
                        .with(IOException.class, OutcomeClass.STORE)));
        service.on("/released", (request, response) -> {
            request.setAttribute(SemelFilter.FAILURE_ATTRIBUTE, new UncheckedIOException(new IOException()));
            response.setStatus(422);
        });
        service.on("/stored", (request, response) -> {
            request.setAttribute(SemelFilter.FAILURE_ATTRIBUTE, new IOException());
            response.setStatus(503);
        });
        service.on("/undeclared", (request, response) -> {
            request.setAttribute(SemelFilter.FAILURE_ATTRIBUTE, new IllegalStateException());
            response.setStatus(422);
        });
        post("/released", "x", "Authorization: Bearer ann");
        assertThat(post("/released", "x", "Authorization: Bearer ann").isReplay())
                .isFalse();
        post("/stored", "x", "Authorization: Bearer bob");
        assertThat(post("/stored", "x", "Authorization: Bearer bob").isReplay()).isTrue();
        post("/undeclared", "x");
        assertThat(post("/undeclared", "x").isReplay()).isTrue();
        assertExecutions(4);
    }

    @Test
    void row087_aSuccessThatIsReleasedIsNotTold() {
        responding(ResponseRules.standard()
                .withOutcomes(OutcomeRules.standard().with(IOException.class, OutcomeClass.RELEASE)));
        service.on("/released", (request, response) -> {
            request.setAttribute(SemelFilter.FAILURE_ATTRIBUTE, new IOException());
            response.getWriter().print("done");
        });
        assertProblem(post("/released", "x"), 503, "store-unavailable");
        assertProblem(post("/released", "x"), 503, "store-unavailable");
        assertExecutions(2);
    }

    @Test
    void anErrorThrownByTheHandlerEndsTheAttemptToo() {
        service.on("/throw", (request, response) -> {
            throw new StackOverflowError();
        });
        post("/throw", "x");
        assertThat(post("/throw", "x").status()).isEqualTo(500);
        assertExecutions(1);
    }

    @Test
    void row088_rejectionsBeforeTheLayerDoNotUseTheKey() {
        service.revoked.add("ann");
        service.on("/items", (request, response) -> response.setStatus(201));
        assertThat(post("/items", "x", "Authorization: Bearer ann").status()).isEqualTo(403);
        service.revoked.clear();
        RawResponse second = post("/items", "x", "Authorization: Bearer ann");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.isReplay()).isFalse();
        assertExecutions(1);
    }

    @Test
    void row089_091_aClientThatGoesAwayChangesNothing() {
        service.on("/large", (request, response) -> {
            entered.countDown();
            await(leave);
            response.getOutputStream().write(new byte[200_000]);
        });
        RawConnection connection = connect();
        connection.send(request("POST /large", "x", "Idempotency-Key: \"" + key + '"'));
        await(entered);
        connection.reset();
        leave.countDown();
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post("/large", "x");
            assertThat(retry.status()).isEqualTo(200);
            assertThat(retry.isReplay()).isTrue();
            assertThat(retry.body()).hasSize(200_000);
        });
        assertExecutions(1);
    }

    @Test
    void row089_091_aClientThatGoesAwayWhileItsAnswerIsStreamedChangesNothing() throws IOException {
        service.on("/large", (request, response) -> {
            response.setStatus(201);
            OutputStream out = response.getOutputStream();
            out.write(new byte[600_000]);
            out.flush();
            entered.countDown();
            await(leave);
            for (int i = 0; i < 64; i++) {
                out.write(new byte[64 * 1024]);
            }
        });
        RawConnection connection = connect();
        connection.send(request("POST /large", "x", "Idempotency-Key: \"" + key + '"'));
        assertThat(connection.head().status()).isEqualTo(201);
        await(entered);
        connection.reset();
        leave.countDown();
        Awaitility.await()
                .untilAsserted(() -> assertThat(post("/large", "x").isReplay()).isTrue());
        RawResponse retry = post("/large", "x");
        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.header("Idempotency-Replay")).contains("omitted");
        assertThat(retry.body()).isEmpty();
        assertExecutions(1);
    }

    @Test
    void anAttemptThatCannotBePreparedIsReleased() {
        RawResponse broken = post("/echo", "x", "X-Attributes-Fail: true");
        assertThat(broken.status()).isEqualTo(500);
        RawResponse retry = post("/echo", "x");
        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.isReplay()).isFalse();
        assertExecutions(1);
    }

    @Test
    void row090_anUploadThatBreaksOffExecutesNothingAndUsesNoKey() {
        String head = head("POST /echo", "Idempotency-Key: \"" + key + '"', "Content-Length: 100");
        connect().send(head + "half").reset();
        String chunked = head("POST /echo", "Idempotency-Key: \"" + key + '"', "Transfer-Encoding: chunked");
        connect().send(chunked + "4\r\nhalf\r\n").reset();
        connect().send(chunked + "8\r\nhalf").close();
        assertThat(post("/echo", "whole").text()).isEqualTo("whole");
        assertThat(post("/echo", "whole").isReplay()).isTrue();
        assertExecutions(1);
    }

    @Test
    void row099_aStreamThatBreaksOffIsNeverReplayedAsAnAnswer() {
        service.on("/large", (request, response) -> {
            response.getOutputStream().write(new byte[300_000]);
            response.getOutputStream().write(new byte[300_000]);
            throw new IllegalStateException("broken");
        });
        try (RawConnection connection = connect()) {
            connection.send(request("POST /large", "x", "Idempotency-Key: \"" + key + '"'));
            org.assertj.core.api.Assertions.assertThatThrownBy(connection::read)
                    .as("the first answer is cut off")
                    .isInstanceOf(UncheckedIOException.class);
        }
        RawResponse retry = post("/large", "x");
        assertThat(retry.status()).isEqualTo(500);
        assertThat(retry.isReplay()).isTrue();
        assertExecutions(1);
    }
}
