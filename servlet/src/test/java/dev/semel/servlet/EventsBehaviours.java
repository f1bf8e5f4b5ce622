/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.BodyLimits;
import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestRules;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows 89, 91 and 129: answers that are streamed and lose their client. */
abstract class EventsBehaviours extends ServerTest {
    private static final byte[] EVENT = ("data: " + "x".repeat(1000) + "\n\n").getBytes(StandardCharsets.US_ASCII);

    private final CountDownLatch gone = new CountDownLatch(1);
    private final AtomicReference<IOException> told = new AtomicReference<>();
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private void sendEventsForEver(ServletOutputStream out) throws IOException {
        try {
            while (true) {
                out.write(EVENT);
                out.flush();
            }
        } catch (IOException e) {
            told.set(e);
            throw e;
        }
    }

    /** Reads the beginning of the answer and resets the connection. */
    private void leave(String path) throws IOException {
        RawConnection connection = connect();
        connection.send(request("POST " + path, "x", "Idempotency-Key: \"" + key + '"'));
        assertThat(connection.head().status()).isEqualTo(200);
        connection.chunk();
        connection.reset();
        gone.countDown();
    }

    private void assertRecordedWithoutBody(String path) {
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post(path, "x");
            assertThat(retry.status()).isEqualTo(200);
            assertThat(retry.isReplay()).isTrue();
            assertThat(retry.header("Idempotency-Replay")).contains("omitted");
            assertThat(retry.header("Content-Type").orElse("")).startsWith("text/event-stream");
        });
        assertExecutions(1);
    }

    @Test
    void row129_aStreamOfEventsThatLosesItsClientIsToldAndHasEnded() throws IOException {
        service.on("/sse", (request, response) -> {
            response.setContentType("text/event-stream");
            sendEventsForEver(response.getOutputStream());
        });
        leave("/sse");
        assertRecordedWithoutBody("/sse");
        assertThat(told.get()).isNotNull();
    }

    @Test
    void row129_whatAHandlerMakesOfTheExceptionIsNoFailureEither() throws IOException {
        service.on("/sse", (request, response) -> {
            response.setContentType("text/event-stream");
            try (ServletOutputStream out = response.getOutputStream()) {
                sendEventsForEver(out);
            } catch (IOException e) {
                throw new IllegalStateException("the client has gone", e);
            }
        });
        leave("/sse");
        assertRecordedWithoutBody("/sse");
    }

    @Test
    void row129_aFailureOfItsOwnIsRecordedAsOneThoughTheClientHasGone() throws IOException {
        service.on("/sse", (request, response) -> {
            response.setContentType("text/event-stream");
            try {
                sendEventsForEver(response.getOutputStream());
            } catch (IOException e) {
                throw new IllegalStateException("the database is broken");
            }
        });
        leave("/sse");
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post("/sse", "x");
            assertThat(retry.status()).isEqualTo(500);
            assertThat(retry.isReplay()).isTrue();
        });
        assertExecutions(1);
    }

    @Test
    void row129_asynchronousEventsThatLoseTheirClientHaveEnded() throws IOException {
        service.on("/sse", (request, response) -> {
            response.setContentType("text/event-stream");
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            ServletOutputStream out = response.getOutputStream();
            context.start(() -> {
                try {
                    sendEventsForEver(out);
                } catch (IOException e) {
                    context.complete();
                }
            });
        });
        leave("/sse");
        assertRecordedWithoutBody("/sse");
        assertThat(told.get()).isNotNull();
    }

    @Test
    void row091_aLargeAnswerThatLosesItsClientIsWrittenToItsEnd() throws IOException {
        service.guarding(HttpPolicy.standard()
                .withRequests(
                        RequestRules.standard().withLimits(BodyLimits.standard().withMaxRecordedBytes(100))));
        service.on("/large", (request, response) -> {
            response.setContentType("text/plain");
            for (int i = 0; i < 20_000; i++) {
                response.getOutputStream().write(EVENT);
            }
        });
        leave("/large");
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post("/large", "x");
            assertThat(retry.status()).isEqualTo(200);
            assertThat(retry.header("Idempotency-Replay")).contains("omitted");
        });
        assertExecutions(1);
    }

    @Test
    void row091_theHandlerOfALargeAnswerIsNotToldThatItsClientHasGone() throws IOException {
        service.guarding(HttpPolicy.standard()
                .withRequests(
                        RequestRules.standard().withLimits(BodyLimits.standard().withMaxRecordedBytes(100))));
        CountDownLatch effect = new CountDownLatch(1);
        service.on("/large", (request, response) -> {
            response.setContentType("text/plain");
            for (int i = 0; i < 20_000; i++) {
                response.getOutputStream().write(EVENT);
            }
            response.getOutputStream().flush();
            effect.countDown();
        });
        leave("/large");
        await(effect);
        assertExecutions(1);
    }
}
