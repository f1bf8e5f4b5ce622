/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes away under the running service. */
class DatabaseAwayIT {

    private static final int REQUESTS = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    @Test
    void refusesToPayInTimeAndWithoutFloodingTheLog() throws Exception {
        try (var installation = Installation.start(folder)) {
            assertThat(pay(installation).statusCode()).isEqualTo(201);
            installation.postgres().close();
            var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            log.start();
            root.addAppender(log);

            List<HttpResponse<String>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(pay(installation));
                answers.add(send(request(installation, "/payments")));
            }

            root.detachAppender(log);
            assertThat(answers).allSatisfy(DatabaseAwayIT::isUnavailable);
            assertThat(send(request(installation, "/provider/charges")).body()).containsOnlyOnce("\"id\"");
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    // the pool has a line of its own, with a trace, for each connection that it loses while in use
                    .filteredOn(event -> event.getLoggerName().startsWith("dev.semel"))
                    .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull())
                    .hasSameSizeAs(answers);
        }
    }

    private static void isUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
    }

    private HttpResponse<String> pay(Installation installation) throws Exception {
        return send(request(installation, "/payments")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"" + UUID.randomUUID() + "\"")
                .POST(BodyPublishers.ofString("{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"tok_visa\"}")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Installation installation, String path) {
        var login = Base64.getEncoder().encodeToString("shop-a:demo".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + installation.port() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Basic " + login);
    }
}
