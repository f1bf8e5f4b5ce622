/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 126 to 128 of the HTTP semantics: interim responses, jobs and redirections. */
abstract class JobsBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private RawConnection asking(String body) {
        return connect()
                .send(head(
                        "POST /echo",
                        "Idempotency-Key: " + key,
                        "Expect: 100-continue",
                        "Content-Length: " + body.length()));
    }

    @Test
    void row126_interimResponsesAreOfTheirOwnExchangeOnly() {
        RawResponse first;
        try (RawConnection connection = asking("x")) {
            assertThat(connection.read().status()).isEqualTo(100);
            first = connection.send("x").read();
        }
        assertThat(first.status()).isEqualTo(201);
        for (int i = 0; i < 2; i++) {
            try (RawConnection connection = connect()) {
                RawResponse replay = connection
                        .send(request("POST /echo", "x", "Idempotency-Key: " + key))
                        .read();
                assertReplays(first, replay);
                assertThat(connection.hasBytes()).isFalse();
            }
        }
        try (RawConnection connection = asking("x")) {
            RawResponse interim = connection.read();
            assertThat(interim.status()).isEqualTo(100);
            assertThat(interim.headers()).isEmpty();
            assertReplays(first, connection.send("x").read());
        }
        assertExecutions(1);
    }

    @Test
    void row127_anAcceptedJobReplaysWithItsLocation() {
        service.on("/job", (request, response) -> {
            response.setStatus(202);
            response.setHeader("Location", "/job/" + service.executions.get());
            response.setHeader("Retry-After", "3");
            response.getWriter().print("{\"state\":\"accepted\"}");
        });
        RawResponse first = post("/job", "x");
        RawResponse second = postOn(1, "/job", "x");
        assertReplays(first, second);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.all("Location")).containsExactly("/job/1");
        assertExecutions(1);
    }

    private void redirecting() {
        service.on("/redirect/", (request, response) -> {
            response.setStatus(Integer.parseInt(request.getRequestURI().substring(10)));
            response.setHeader("Location", "/elsewhere/" + service.executions.get());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void row128_aRedirectionToTheResultReplays(int status) {
        redirecting();
        RawResponse first = post("/redirect/" + status, "x");
        RawResponse second = postOn(1, "/redirect/" + status, "x");
        assertReplays(first, second);
        assertThat(second.status()).isEqualTo(status);
        assertThat(second.all("Location")).containsExactly("/elsewhere/1");
        assertExecutions(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void row128_aRedirectionOfTheRequestItselfIsNeverStored(int status) {
        redirecting();
        for (int execution = 1; execution <= 2; execution++) {
            RawResponse answer = postOn(execution - 1, "/redirect/" + status, "x");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.isReplay()).isFalse();
            assertThat(answer.all("Location")).containsExactly("/elsewhere/" + execution);
        }
        assertExecutions(2);
    }
}
