/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows 59, 75 and 79: what lies between the client and the layer does not change what is replayed. */
abstract class TransportBehaviours extends ServerTest {
    private static final String TEXT = "an answer that is long enough to be compressed. ".repeat(20);
    private static final String GZIP = "Accept-Encoding: gzip";
    private static final String IDENTITY = "Accept-Encoding: identity";

    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private static String decoded(RawResponse response) throws IOException {
        if (response.header("Content-Encoding").isEmpty()) {
            return response.text();
        }
        assertThat(response.header("Content-Encoding")).contains("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertCompressedOnlyForWhomAcceptsIt(String first, String retry) throws IOException {
        service.on("/compressed/text", (request, response) -> {
            response.setContentType(Server.COMPRESSED);
            response.getOutputStream().print(TEXT);
        });
        for (String accepts : new String[] {first, retry, first}) {
            RawResponse answer = post("/compressed/text", "x", accepts);
            assertThat(answer.header("Content-Encoding").isPresent()).isEqualTo(accepts.equals(GZIP));
            assertThat(decoded(answer)).isEqualTo(TEXT);
        }
        assertExecutions(1);
    }

    @Test
    void row075_whatWasCompressedForTheFirstIsPlainForTheRetry() throws IOException {
        assertCompressedOnlyForWhomAcceptsIt(GZIP, IDENTITY);
    }

    @Test
    void row075_whatWasPlainForTheFirstIsCompressedForTheRetry() throws IOException {
        assertCompressedOnlyForWhomAcceptsIt(IDENTITY, GZIP);
    }

    private HttpRequest http2(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("Idempotency-Key", '"' + key + '"')
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** A client whose connection has been upgraded. */
    private HttpClient http2() throws Exception {
        service.on("/off", (request, response) -> response.setStatus(204));
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI uri = URI.create("http://localhost:" + port() + "/off");
        HttpResponse<Void> upgraded = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
        service.executions.set(0);
        return client;
    }

    @Test
    void row079_firstOverHttp1ThenOverHttp2() throws Exception {
        RawResponse first = post("/echo", "hello");
        HttpResponse<String> retry = http2().send(http2("/echo", "hello"), BodyHandlers.ofString());
        assertThat(retry.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(retry.statusCode()).isEqualTo(first.status());
        assertThat(retry.body()).isEqualTo("hello");
        assertThat(retry.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(http2().send(http2("/echo", "other"), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void row079_firstOverHttp2ThenOverHttp1() throws Exception {
        HttpResponse<String> first = http2().send(http2("/echo", "hello"), BodyHandlers.ofString());
        assertThat(first.statusCode()).isEqualTo(201);
        RawResponse retry = post("/echo", "hello");
        assertThat(retry.isReplay()).isTrue();
        assertThat(retry.text()).isEqualTo(first.body());
        assertExecutions(1);
    }

    @Test
    void row059_twoStreamsOfOneConnectionExecuteOnce() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        service.on("/slow", (request, response) -> {
            entered.countDown();
            await(leave);
            response.getWriter().print("slow");
        });
        HttpClient client = http2();
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(http2("/slow", "x"), BodyHandlers.ofString());
        await(entered);
        HttpResponse<String> second = client.send(http2("/slow", "x"), BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(409);
        leave.countDown();
        assertThat(first.get().body()).isEqualTo("slow");
        HttpResponse<String> third = client.send(http2("/slow", "x"), BodyHandlers.ofString());
        assertThat(third.body()).isEqualTo("slow");
        assertThat(third.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertExecutions(1);
    }

    private HttpResponse<String> readOverHttp2(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/echo"))
                .header("Idempotency-Key", '"' + key + '"')
                .header("Content-Type", "text/plain")
                .header("X-Read-Before", "bytes")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
        return http2().send(request, BodyHandlers.ofString());
    }

    @Test
    void row120_aBodyOfNoAnnouncedLengthThatNobodyKnowsAnyMoreIsRefusedOverHttp2() throws Exception {
        assertThat(readOverHttp2("one").statusCode()).isEqualTo(500);
        assertThat(readOverHttp2("two").statusCode()).isEqualTo(500);
        assertExecutions(0);
    }

    @Test
    void row045_noBodyAtAllPassesOverHttp2() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/echo"))
                .header("Idempotency-Key", '"' + key + '"')
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpClient client = http2();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        assertThat(client.send(request, BodyHandlers.ofString()).headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        assertExecutions(1);
    }
}
