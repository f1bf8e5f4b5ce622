/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.board.BoardApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Preconditions of handler methods on a real server, in leased mode. */
class BoardTest {
    private static ConfigurableApplicationContext board;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String note = "/notes/" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();
    private int before;

    @BeforeAll
    static void start() {
        board = new SpringApplicationBuilder(BoardApplication.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                        "semel.default.store=memory",
                        "semel.http.public-scope=everybody")
                .run();
    }

    @AfterAll
    static void stop() {
        board.close();
    }

    @BeforeEach
    void pinANote() {
        assertThat(send("PUT", note, "a", "If-None-Match", "*").statusCode()).isEqualTo(200);
        before = runs();
    }

    private static int runs() {
        return board.getBean(BoardApplication.Board.class).runs();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return later(method, path, body, headers).join();
    }

    private CompletableFuture<HttpResponse<String>> later(String method, String path, String body, String... headers) {
        String port = board.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "text/plain")
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> add(String usedKey, String ifMatch) {
        return send("PATCH", note, "b", "Idempotency-Key", usedKey, "If-Match", ifMatch);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"status\":" + status);
        assertThat(isReplay(answer)).isFalse();
    }

    private void assertChangedOnce(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ab");
        assertThat(answer.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(send("GET", note, "").body()).isEqualTo("ab");
    }

    private static boolean isReplay(HttpResponse<?> answer) {
        return answer.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    @Test
    void row084_aMissingPreconditionIsAskedForAndTheKeyIsFree() {
        assertProblem(send("PATCH", note, "b", "Idempotency-Key", key), 428, "precondition-required");
        assertProblem(
                send("PATCH", note, "b", "Idempotency-Key", key, "If-None-Match", "\"9\""),
                428,
                "precondition-required");
        assertThat(runs()).isEqualTo(before);
        assertChangedOnce(add(key, "\"1\""));
    }

    @Test
    void row084_aStalePreconditionFailsAndTheSameKeyExecutesWithAFreshOne() {
        HttpResponse<String> stale = add(key, "\"0\"");
        assertProblem(stale, 412, "precondition-failed");
        assertThat(stale.headers().firstValue("ETag")).contains("\"1\"");
        assertChangedOnce(add(key, stale.headers().firstValue("ETag").orElseThrow()));
    }

    @Test
    void row084_aStalePreconditionFailsAndANewKeyExecutesWithAFreshOne() {
        assertProblem(add(key, "\"0\""), 412, "precondition-failed");
        assertProblem(add(key, "\"0\""), 412, "precondition-failed");
        assertChangedOnce(add(UUID.randomUUID().toString(), "\"1\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "", "*, \"1\"", "\"1\" \"2\"", "w/\"1\""})
    void row084_aMalformedPreconditionIsRefusedAndTheSameKeyExecutesWithAMendedOne(String malformed) {
        HttpResponse<String> refused = add(key, malformed);
        assertProblem(refused, 400, "invalid-precondition");
        assertThat(refused.body()).contains("The header field If-Match is malformed.");
        assertThat(runs()).isEqualTo(before);
        assertChangedOnce(add(key, "\"1\""));
    }

    @Test
    void row031_aRetryWithItsPreconditionReplaysTheSuccess() {
        HttpResponse<String> first = add(key, "\"1\"");
        assertChangedOnce(first);
        HttpResponse<String> retry = add(key, "\"1\"");
        assertChangedOnce(retry);
        assertThat(isReplay(retry)).isTrue();
        assertProblem(add(UUID.randomUUID().toString(), "\"1\""), 412, "precondition-failed");
    }

    @Test
    void oneOfManyAtOnceWithTheSameTagSucceeds() {
        List<HttpResponse<String>> answers = Stream.generate(
                        () -> UUID.randomUUID().toString())
                .limit(20)
                .map(each -> later("PATCH", note, "b", "Idempotency-Key", each, "If-Match", "\"1\""))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 412);
        assertThat(answers)
                .filteredOn(each -> each.statusCode() == 200)
                .singleElement()
                .satisfies(this::assertChangedOnce);
    }

    @Test
    void anyVersionIsGoodEnoughForAnAsterisk() {
        assertChangedOnce(add(key, "*"));
    }

    @Test
    void aWriteThatComesTooLateIsAnsweredLikeAStalePrecondition() {
        HttpResponse<String> late = send("PATCH", "/races/7", "", "If-Match", "\"6\"");
        assertProblem(late, 412, "precondition-failed");
        assertThat(late.headers().firstValue("ETag")).contains("\"7\"");
        // whatever the client accepts
        assertProblem(
                send("PATCH", "/races/7", "", "If-Match", "\"6\"", "Accept", "text/html"), 412, "precondition-failed");
    }

    @Test
    void aResourceIsMadeOnlyWhereThereIsNone() {
        HttpResponse<String> again = send("PUT", note, "z", "If-None-Match", "*");
        assertProblem(again, 412, "precondition-failed");
        assertThat(again.headers().firstValue("ETag")).contains("\"1\"");
        HttpResponse<String> absent = send("PUT", note + "x", "z", "If-Match", "*");
        assertProblem(absent, 412, "precondition-failed");
        assertThat(absent.headers().firstValue("ETag")).isEmpty();
        assertProblem(send("PUT", note, "z"), 428, "precondition-required");
        assertThat(send("PUT", note, "z", "If-Match", "\"1\"").body()).isEqualTo("z");
    }

    @Test
    void anOptionalPreconditionIsCheckedIfItIsThere() {
        assertProblem(send("DELETE", note, "", "If-Match", "\"0\""), 412, "precondition-failed");
        assertProblem(send("DELETE", note, "", "If-Match", "1"), 400, "invalid-precondition");
        assertThat(send("GET", note, "").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", note, "").statusCode()).isEqualTo(204);
    }

    @Test
    void springItselfAnswersConditionalReads() {
        HttpResponse<String> known = send("GET", note, "", "If-None-Match", "W/\"1\", \"0\"");
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(send("GET", note, "", "If-None-Match", "\"0\"").statusCode()).isEqualTo(200);
    }
}
