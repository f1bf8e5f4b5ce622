/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * A test over raw HTTP against two nodes of the server that the enclosing class names. A key is new with each test.
 *
 * <p>Not a parameterized class, because Surefire counts the tests of such a one as none.
 */
abstract class ServerTest {
    private Server server = Server.TOMCAT;

    private @Nullable Service service;
    private int[] ports = {};

    final String key = UUID.randomUUID().toString();

    @BeforeEach
    final void chooseServer(TestInfo test) {
        Class<?> enclosing = test.getTestClass().orElseThrow().getEnclosingClass();
        On on = Objects.requireNonNull(enclosing.getAnnotation(On.class));
        server = on.value();
        Service.keepIn(on.storage());
    }

    /** Serves this from now on. */
    final Service serve(Service service) {
        this.service = service;
        this.ports = server.serve(service);
        return service;
    }

    @AfterEach
    final void closeService() {
        if (service != null) {
            service.close();
        }
    }

    final int port() {
        return ports[0];
    }

    final RawConnection connect() {
        return connect(0);
    }

    final RawConnection connect(int node) {
        return new RawConnection(ports[node]);
    }

    /** A request with the key of this test and header lines of one's own, on a connection of its own. */
    final RawResponse post(String path, String body, String... headers) {
        return send(0, request("POST " + path, body, with(headers, "Idempotency-Key: \"" + key + '"')));
    }

    final RawResponse postOn(int node, String path, String body, String... headers) {
        return send(node, request("POST " + path, body, with(headers, "Idempotency-Key: \"" + key + '"')));
    }

    /** The same as {@link #post}, on a thread of its own. */
    final CompletableFuture<RawResponse> postLater(int node, String path, String body, String... headers) {
        CompletableFuture<RawResponse> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(postOn(node, path, body, headers));
            } catch (RuntimeException | AssertionError e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Mutation.patienceMillis(), TimeUnit.MILLISECONDS))
                    .as("latch")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static RawResponse get(CompletableFuture<RawResponse> answer) {
        return answer.orTimeout(Mutation.patienceMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    final RawResponse send(String request) {
        return send(0, request);
    }

    final RawResponse send(int node, String request) {
        try (RawConnection connection = connect(node)) {
            return connection.send(request).read();
        }
    }

    static String request(String methodAndPath, String body, String... headers) {
        return head(
                        methodAndPath,
                        with(headers, "Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length))
                + body;
    }

    static String head(String methodAndPath, String... headers) {
        return methodAndPath + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    static String[] with(String[] headers, String... more) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    final void assertExecutions(int expected) {
        assertThat(Objects.requireNonNull(service).executions)
                .as("executions of the handler")
                .hasValue(expected);
    }

    final void assertReplays(RawResponse first, RawResponse second) {
        assertThat(first.isReplay()).as("the first is marked").isFalse();
        assertThat(second.isReplay()).as("the second is marked").isTrue();
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.all("Content-Type")).isEqualTo(first.all("Content-Type"));
    }

    static void assertProblem(RawResponse response, int status, String code) {
        assertThat(response.problem())
                .as("%s %s", response.status(), response.text())
                .isEqualTo(code);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Cache-Control")).contains("no-store");
        assertThat(response.isReplay()).isFalse();
        assertThat(response.text()).contains("\"status\":" + status);
    }
}
