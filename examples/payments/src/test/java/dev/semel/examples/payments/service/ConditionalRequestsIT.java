/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static dev.semel.examples.payments.service.NotedPayment.LOGIN;
import static dev.semel.examples.payments.service.NotedPayment.PATCH;
import static dev.semel.examples.payments.service.NotedPayment.assertChanged;
import static dev.semel.examples.payments.service.NotedPayment.assertProblem;
import static dev.semel.examples.payments.service.NotedPayment.later;
import static dev.semel.examples.payments.service.NotedPayment.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Changes that depend on what their author has seen: two nodes, one PostgreSQL, joined mode. */
class ConditionalRequestsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Installation installation;
    private static ConfigurableApplicationContext otherNode;

    private final String key = newKey();
    private NotedPayment payment;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
        otherNode = installation.another("postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        otherNode.close();
        installation.close();
    }

    @BeforeEach
    void pay() throws SQLException {
        payment = NotedPayment.in(installation);
    }

    @Test
    void row031_aRetryWithItsPreconditionReplaysTheSuccess() throws Exception {
        var first = payment.change(key, "\"1\"");
        assertChanged(first);
        assertThat(payment.change(newKey(), "\"2\"", "{\"reference\":\"4711\"}").statusCode())
                .isEqualTo(200);

        var retry = payment.change(key, "\"1\"");
        var onTheOtherNode = send(payment.patch(Installation.port(otherNode), key, "\"1\"", PATCH));

        for (var replay : List.of(retry, onTheOtherNode)) {
            assertChanged(replay);
            assertThat(replay.body()).isEqualTo(first.body());
            assertThat(replay.headers().firstValue("Idempotency-Replayed")).contains("true");
        }
        assertProblem(payment.change(newKey(), "\"1\""), 412, "precondition-failed");
        assertThat(payment.version()).isEqualTo(3);
    }

    @Test
    void row031_aRetryAfterALostAnswerReplaysTheSuccess() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), installation.port())) {
            socket.getOutputStream().write(raw());
            await().atMost(LONG).until(() -> payment.version() == 2);
            socket.setSoLinger(true, 0); // the answer, which nobody has read, is reset
        }

        var retry = payment.change(key, "\"1\"");

        assertChanged(retry);
        assertThat(retry.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void row031_aReplayOnAPlainSocketHasTheTagAndTheBytesOfTheSuccess() throws Exception {
        var first = exchange();
        var retry = exchange();

        assertThat(first).startsWith("HTTP/1.1 200").contains("\r\nETag: \"2\"\r\n");
        assertThat(retry).startsWith("HTTP/1.1 200").contains("\r\nETag: \"2\"\r\n", "\r\nIdempotency-Replayed: true");
        assertThat(body(retry)).isEqualTo(body(first));
    }

    @Test
    void row031_duplicatesAtOnceOverTwoNodesChangeOnceAndAnswerAlike() throws Exception {
        var answers = atOnce(10, this::settled);

        assertThat(answers).allSatisfy(NotedPayment::assertChanged);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(payment.version()).isEqualTo(2);
    }

    @Test
    void oneOfManyKeysAtOnceWithTheSameTagSucceedsOverTwoNodes() throws Exception {
        var answers = atOnce(
                20, i -> later(payment.patch(port(i), newKey(), "\"1\"", "{\"reference\":\"number " + i + "\"}")));

        var successes =
                answers.stream().filter(each -> each.statusCode() == 200).toList();
        assertThat(successes).hasSize(1);
        assertThat(answers)
                .filteredOn(each -> each.statusCode() != 200)
                .allSatisfy(each -> assertProblem(each, 412, "precondition-failed"))
                .allSatisfy(
                        each -> assertThat(each.headers().firstValue("ETag")).contains("\"2\""));
        assertThat(payment.get().body()).isEqualTo(successes.get(0).body());
        assertThat(payment.version()).isEqualTo(2);
    }

    @Test
    void aChangeBetweenCheckAndWriteIsNotOverwritten() throws Exception {
        var late = whileSomebodyElseWrites("\"1\"");

        assertProblem(late, 412, "precondition-failed");
        assertThat(late.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(payment.get().body()).contains("\"reference\":\"faster\"").doesNotContain("description");
    }

    @Test
    void aChangeOfAnyVersionGoesOnFromWhatSomebodyElseHasWritten() throws Exception {
        var late = whileSomebodyElseWrites("*");

        assertThat(late.statusCode()).as(late.body()).isEqualTo(200);
        assertThat(late.headers().firstValue("ETag")).contains("\"3\"");
        assertThat(late.body()).contains("\"description\":\"two chairs\",\"reference\":\"faster\"");
    }

    @Test
    void row084_aMissingAMalformedAndAStalePreconditionLeaveTheKeyFree() throws Exception {
        assertProblem(payment.change(key, ""), 428, "precondition-required");
        assertProblem(payment.change(key, "1"), 400, "invalid-precondition");
        var stale = payment.change(key, "\"0\"");
        assertProblem(stale, 412, "precondition-failed");

        assertChanged(payment.change(key, stale.headers().firstValue("ETag").orElseThrow()));
    }

    @Test
    void row084_afterAStalePreconditionANewKeyExecutesAndTheOldOneStaysFree() throws Exception {
        assertProblem(payment.change(key, "\"0\""), 412, "precondition-failed");
        assertChanged(payment.change(newKey(), "\"1\""));
        assertProblem(payment.change(key, "\"0\""), 412, "precondition-failed");
        assertThat(payment.version()).isEqualTo(2);
    }

    /** The request has passed its check, and waits with its write for somebody else's transaction. */
    private HttpResponse<String> whileSomebodyElseWrites(String tag) throws Exception {
        CompletableFuture<HttpResponse<String>> late;
        try (var connection = payment.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "update payment set reference = 'faster', version = version + 1 where id = '" + payment.id() + "'");
            late = later(payment.patch(installation.port(), key, tag, PATCH));
            await().atMost(LONG)
                    .until(() -> payment.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and query like '%update payment%'")
                            == 1);
            connection.commit();
        }
        return late.join();
    }

    private static List<HttpResponse<String>> atOnce(
            int count, IntFunction<CompletableFuture<HttpResponse<String>>> call) {
        return IntStream.range(0, count).mapToObj(call).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> settled(int number) {
        return later(payment.patch(port(number), key, "\"1\"", PATCH))
                .thenCompose(answer -> answer.statusCode() != 409
                        ? CompletableFuture.completedFuture(answer)
                        : CompletableFuture.supplyAsync(
                                        () -> number, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                                .thenCompose(this::settled));
    }

    private static int port(int number) {
        return number % 2 == 0 ? installation.port() : Installation.port(otherNode);
    }

    private byte[] raw() {
        return ("PATCH " + payment.path() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                        + LOGIN
                        + "\r\nIdempotency-Key: " + key + "\r\nIf-Match: \"1\"\r\nContent-Type: "
                        + MergePatch.MEDIA_TYPE
                        + "\r\nContent-Length: " + PATCH.length() + "\r\n\r\n" + PATCH)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String exchange() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), installation.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(raw());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The JSON, whatever the framing. */
    private static String body(String answer) {
        return answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
