/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.conflict;
import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.semel.client.ScriptedServer.Answer;
import dev.semel.client.SendResult.DefinitiveFailure;
import dev.semel.client.SendResult.FailureReason;
import dev.semel.client.SendResult.Success;
import dev.semel.client.SendResult.Unknown;
import dev.semel.client.SendResult.UnknownReason;
import dev.semel.client.jdk.IdempotentHttpClient;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around each attempt: retry, circuit breaker, rate limiter, bulkhead, and interruption. */
class ResilienceTest {
    private final List<ScriptedServer> servers = new ArrayList<>();
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "breaker",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(2)
                    .minimumNumberOfCalls(2)
                    .build());
    private final IdempotentSenderBuilder builder =
            IdempotentSender.builder("test").backoff(attempt -> 1L).circuitBreaker(breaker);

    @AfterEach
    void close() throws IOException {
        for (ScriptedServer each : servers) {
            each.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"409, 0", "422, 0", "400, 0", "429, 0", "500, 1", "503, 1"})
    void theBreakerCountsErrorsOfTheServerOnly(int status, int failures) throws Exception {
        builder.limits(RetryLimits.standard().withMaxAttempts(1));

        send(server(answer(status, "")));

        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(failures);
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
    }

    @Test
    void theBreakerCountsAnAttemptWithoutAnAnswer() throws Exception {
        send(server(lost(), answer(201, "")));

        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void nothingIsSentWhileTheBreakerIsOpen() throws Exception {
        breaker.transitionToOpenState();
        ScriptedServer server = server(answer(201, ""));

        assertNotSent(send(server));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anOpenBreakerAfterADoubtfulAttemptLeavesItUnknown() throws Exception {
        ScriptedServer server = server(lost(), lost(), answer(201, ""));

        SendResult<?> result = send(server);

        assertThat(result).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(UnknownReason.TURNED_AWAY);
            assertThat(unknown.cause()).isInstanceOf(CallNotPermittedException.class);
        });
        assertThat(result.report().attempts()).isEqualTo(2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aFullBulkheadSendsNothingAndLeavesTheBreakerAlone() throws Exception {
        Bulkhead bulkhead = Bulkhead.of(
                "full", BulkheadConfig.custom().maxConcurrentCalls(1).build());
        bulkhead.acquirePermission();
        ScriptedServer server = server(answer(201, ""));

        assertNotSent(send(server, builder.bulkhead(bulkhead)));

        assertThat(server.requests()).isEmpty();
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void theBulkheadIsLeftAfterEachAttempt() throws Exception {
        Bulkhead bulkhead =
                Bulkhead.of("one", BulkheadConfig.custom().maxConcurrentCalls(1).build());

        assertThat(send(server(lost(), answer(201, "")), builder.bulkhead(bulkhead)))
                .isInstanceOf(Success.class);

        assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
    }

    @Test
    void theRateLimiterCountsEachAttempt() throws Exception {
        RateLimiter limiter = RateLimiter.of(
                "two",
                RateLimiterConfig.custom()
                        .limitForPeriod(2)
                        .limitRefreshPeriod(Duration.ofHours(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        ScriptedServer server = server(answer(429, ""), answer(429, ""), answer(201, ""));

        assertNotSent(send(server, builder.rateLimiter(limiter)));

        assertThat(server.requests()).hasSize(2);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void theRetryIsTheRegistrys() throws Exception {
        RetryRegistry registry = RetryRegistry.ofDefaults();

        send(server(lost(), answer(201, "")), builder.retries(registry));

        Retry.Metrics metrics = registry.retry("test").getMetrics();
        assertThat(metrics.getNumberOfSuccessfulCallsWithRetryAttempt()).isEqualTo(1);
    }

    @Test
    void refusesARetryWithOtherRules() {
        RetryRegistry registry = RetryRegistry.ofDefaults();
        registry.retry("test");

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.retries(registry).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "sending"})
    void anInterruptedCallIsUnknownAndTheFlagIsSet(String when) throws Exception {
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        Answer first = when.equals("waiting") ? conflict("Retry-After: 20") : ScriptedServer.silence();
        ScriptedServer server = server(
                (client, request) -> {
                    arrived.complete(null);
                    first.give(client, request);
                },
                answer(201, ""));
        Thread interrupter = new Thread(() -> {
            arrived.join();
            await(() -> isIn(caller, when));
            caller.interrupt();
        });
        interrupter.start();

        SendResult<?> result = send(server);

        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
        assertThat(result).isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.reason())
                .isEqualTo(UnknownReason.INTERRUPTED));
        assertThat(server.requests()).hasSize(1);
    }

    /** Whether the thread waits for its next attempt, or for the answer to one. */
    private static boolean isIn(Thread caller, String when) {
        Thread.State state = caller.getState();
        boolean isBetweenAttempts = Arrays.stream(caller.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("RetryImpl"));
        return (state == Thread.State.TIMED_WAITING || state == Thread.State.WAITING)
                && isBetweenAttempts == when.equals("waiting");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private SendResult<?> send(ScriptedServer server) {
        return send(server, builder);
    }

    private static SendResult<?> send(ScriptedServer server, IdempotentSenderBuilder builder) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new IdempotentHttpClient(http, builder.build())
                .send(
                        JdkClientTest.request(Caller.Sending.post(server.at("/")), Duration.ofSeconds(20)),
                        BodyHandlers.ofString());
    }

    private static void assertNotSent(SendResult<?> result) {
        assertThat(result).isInstanceOfSatisfying(DefinitiveFailure.class, failure -> assertThat(failure.reason())
                .isEqualTo(FailureReason.NOT_SENT));
    }

    private ScriptedServer server(Answer... script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        servers.add(server);
        return server;
    }
}
