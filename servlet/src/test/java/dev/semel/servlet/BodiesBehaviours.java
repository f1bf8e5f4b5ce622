/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.BodyLimits;
import dev.semel.http.BodyRecording;
import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestRules;
import dev.semel.http.ResponseRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups K and L of the HTTP semantics, as far as a filter has a part in them, and row 116. */
abstract class BodiesBehaviours extends ServerTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @TempDir
    Path folder = Path.of("");

    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service(filter -> filter.temporaryFolder(folder)));
    }

    @AfterEach
    void noFileIsLeftBehind() {
        // the client has its answer a moment before the filter is done
        Awaitility.await().untilAsserted(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        });
    }

    private void limits(BodyLimits limits) {
        service.guarding(
                HttpPolicy.standard().withRequests(RequestRules.standard().withLimits(limits)));
    }

    @Test
    void row118_aBodyOverTheLimitIsRefusedAndUsesNoKey() {
        limits(BodyLimits.standard().withMemoryBytes(10).withMaxRequestBytes(1000));
        assertProblem(post("/echo", "x".repeat(1001)), 413, "payload-too-large");
        RawResponse chunked = send(head("POST /echo", "Idempotency-Key: " + key, "Transfer-Encoding: chunked")
                + "3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n");
        assertProblem(chunked, 413, "payload-too-large");
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
        assertThat(post("/echo", "x".repeat(1000)).status()).isEqualTo(201);
    }

    @Test
    void row118_aLargeBodyReachesTheHandlerByteByByte() throws Exception {
        service.on("/digest", (request, response) -> {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[10_000];
            for (int n = request.getInputStream().read(buffer);
                    n >= 0;
                    n = request.getInputStream().read(buffer)) {
                sha.update(buffer, 0, n);
            }
            try (Stream<Path> files = Files.list(folder)) {
                response.getWriter().print(HexFormat.of().formatHex(sha.digest()) + " " + files.count());
            }
        });
        byte[] large = "abcdefghijklmnopqrstuvwxyz".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        String sha =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large));
        String body = new String(large, StandardCharsets.ISO_8859_1);
        assertThat(post("/digest", body).text()).isEqualTo(sha + " 1");
        assertThat(post("/digest", body).isReplay()).isTrue();
        assertThat(post("/digest", body.replace("xyz", "xyy")).status()).isEqualTo(422);
    }

    @Test
    void row119_aResponseOverTheLimitIsSentWholeAndReplayedWithoutBody() {
        byte[] large = new byte[1_000_000];
        service.on("/large", (request, response) -> {
            response.setStatus(201);
            response.setHeader("Location", "/items/1");
            response.getOutputStream().write(large);
        });
        RawResponse first = post("/large", "x");
        assertThat(first.body()).hasSize(large.length);
        assertOmitted(first, post("/large", "x"));
    }

    private void assertOmitted(RawResponse first, RawResponse second) {
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.isReplay()).isTrue();
        assertThat(second.header("Idempotency-Replay")).contains("omitted");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.body()).isEmpty();
        assertThat(first.header("Idempotency-Replay")).isEmpty();
        assertExecutions(1);
    }

    @Test
    void row116_aSecretBodyIsNotStored() {
        service.guarding(
                HttpPolicy.standard().withResponses(ResponseRules.standard().withBodies(BodyRecording.OMIT)));
        List<String> stored = new java.util.concurrent.CopyOnWriteArrayList<>();
        service.store.onComplete = result -> {
            stored.add(result.payload().toUtf8());
            return result;
        };
        service.on("/secret", (request, response) -> {
            response.setStatus(201);
            response.setHeader("Location", "/items/1");
            response.getWriter().print("one-time token");
        });
        RawResponse first = post("/secret", "x");
        assertThat(first.text()).isEqualTo("one-time token");
        assertThat(stored).hasSize(1).noneMatch(text -> text.contains("token"));
        assertOmitted(first, post("/secret", "x"));
    }

    @Test
    void row116_noStoreIsHonouredIfConfigured() {
        service.guarding(HttpPolicy.standard()
                .withResponses(ResponseRules.standard().withBodies(BodyRecording.RECORD_UNLESS_NO_STORE)));
        service.on("/secret", (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getWriter().print("secret");
        });
        assertOmitted(post("/secret", "x"), post("/secret", "x"));
    }

    @Test
    void row120_theHandlerReadsNoneHalfOrAllAndTheRetryMatches() {
        service.on("/none", (request, response) -> response.getWriter().print("none"));
        service.on("/half", (request, response) -> response.getWriter()
                .print((char) request.getInputStream().read()));
        service.on("/reader", (request, response) -> response.getWriter()
                .print(request.getReader().readLine()));
        for (String path : List.of("/none", "/half", "/reader", "/echo")) {
            RawResponse first = post(path, "body", "X-Path: " + path, "Authorization: Bearer u" + path);
            assertReplays(first, post(path, "body", "Authorization: Bearer u" + path));
        }
        assertExecutions(4);
    }

    @Test
    void row120_formParametersAreThoseOfQueryAndBody() {
        service.on("/form", (request, response) -> {
            response.setCharacterEncoding("UTF-8");
            response.getWriter()
                    .print(request.getParameter("a")
                            + String.join(",", request.getParameterValues("b"))
                            + request.getParameterMap().size()
                            + request.getParameter("missing"));
        });
        String body = "b=2&a=%C3%A9+%26&b=3&c";
        RawResponse first = post("/form?b=1", body, FORM);
        assertThat(first.text()).isEqualTo("\u00e9 &1,2,33null");
        assertReplays(first, post("/form?b=1", body, FORM));
    }

    @Test
    void row120_aFormCanBeReadAsBytesToo() {
        RawResponse first = post("/echo", "a=1&b=2", FORM);
        assertThat(first.text()).isEqualTo("a=1&b=2");
        assertReplays(first, post("/echo", "a=1&b=2", FORM));
    }

    @Test
    void row121_everyWayOfAnsweringIsRecorded() {
        service.on("/writer", (request, response) -> {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print("\u2603");
            response.getWriter().flush();
            response.getWriter().print("!");
        });
        service.on("/stream", (request, response) -> {
            response.getOutputStream().write('a');
            response.getOutputStream().flush();
            response.getOutputStream().close();
        });
        service.on("/reset", (request, response) -> {
            response.setStatus(400);
            response.setHeader("X-Gone", "1");
            response.getWriter().print("gone");
            response.reset();
            response.getOutputStream().print("kept");
        });
        service.on("/redirect", (request, response) -> response.sendRedirect("/elsewhere"));
        service.on("/length", (request, response) -> {
            response.setContentLengthLong(3);
            response.setHeader("Content-Type", "text/x");
            response.getOutputStream().print("abc");
        });
        for (String path : List.of("/writer", "/stream", "/reset", "/redirect", "/length")) {
            RawResponse first = post(path, "x", "Authorization: Bearer u" + path);
            RawResponse second = post(path, "x", "Authorization: Bearer u" + path);
            assertReplays(first, second);
            assertThat(second.header("Location")).isEqualTo(first.header("Location"));
            assertThat(second.header("X-Gone")).isEmpty();
        }
        assertThat(post("/writer", "x", "Authorization: Bearer u/writer").text())
                .isEqualTo("\u2603!");
        RawResponse redirect = post("/redirect", "x", "Authorization: Bearer u/redirect");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location").orElse("")).endsWith("/elsewhere");
    }

    @Test
    void row121_sendErrorIsReplayedAsItWasGiven() {
        service.on("/error", (request, response) -> {
            response.setHeader("X-Reason", "gone");
            response.getWriter().print("lost");
            response.sendError(404, "internal detail");
        });
        RawResponse first = post("/error", "x");
        assertThat(first.status()).isEqualTo(404);
        assertThat(first.text())
                .contains("about:blank")
                .doesNotContain("internal detail")
                .doesNotContain("lost");
        RawResponse second = post("/error", "x");
        assertReplays(first, second);
        assertThat(second.header("X-Reason")).contains("gone");
        assertExecutions(1);
    }

    @Test
    void row121_sendErrorOfAStatusThatIsNotStoredIsTheServersPage() {
        service.on("/error", (request, response) -> response.sendError(429, "slower"));
        assertThat(post("/error", "x").status()).isEqualTo(429);
        assertThat(post("/error", "x").status()).isEqualTo(429);
        assertExecutions(2);
    }

    @Test
    void row122_aRefusedKeyIsToldBeforeTheContentIsSent() {
        try (RawConnection connection = connect()) {
            connection.send(head("POST /echo", "Content-Length: 100", "Expect: 100-continue"));
            assertProblem(connection.read(), 400, "missing-key");
        }
        assertExecutions(0);
    }

    @Test
    void row123_aNewKeyIsToldToContinue() {
        try (RawConnection connection = connect()) {
            connection.send(head("POST /echo", "Content-Length: 2", "Expect: 100-continue", "Idempotency-Key: " + key));
            assertThat(connection.read().status()).isEqualTo(100);
            connection.send("ok");
            assertThat(connection.read().text()).isEqualTo("ok");
        }
        // row 126: the interim response is not part of the replay
        assertThat(post("/echo", "ok").isReplay()).isTrue();
    }

    @Test
    void row124_afterARefusalTheNextRequestOnTheConnectionIsItself() {
        try (RawConnection connection = connect()) {
            connection.send(request("POST /echo", "unread content"));
            RawResponse refused = connection.read();
            assertProblem(refused, 400, "missing-key");
            if (!refused.header("Connection").orElse("").equals("close")) {
                connection.send(request("POST /echo", "next", "Idempotency-Key: " + key));
                assertThat(connection.read().text()).isEqualTo("next");
            }
        }
    }

    @Test
    void row129_eventsAreSentWhileTheHandlerRuns() throws IOException {
        CountDownLatch leave = new CountDownLatch(1);
        service.on("/sse", (request, response) -> {
            response.setContentType("text/event-stream");
            response.getWriter().print("data: 1\n\n");
            response.flushBuffer();
            await(leave);
            response.getWriter().print("data: 2\n\n");
        });
        try (RawConnection connection = connect()) {
            connection.send(request("POST /sse", "x", "Idempotency-Key: \"" + key + '"'));
            RawResponse head = connection.head();
            assertThat(head.header("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(new String(connection.chunk(), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            assertProblem(post("/sse", "x"), 409, "conflict");
            leave.countDown();
            assertThat(new String(connection.chunk(), StandardCharsets.UTF_8)).isEqualTo("data: 2\n\n");
            assertThat(connection.chunk()).isEmpty();
            assertOmitted(head, post("/sse", "x"));
        }
    }
}
