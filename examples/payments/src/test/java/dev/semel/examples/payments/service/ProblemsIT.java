/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever refuses a request, handler, filter or container, the answer is a problem. Spoken on a plain socket. */
class ProblemsIT {

    private static final int MORE_THAN_IS_READ = 17 * 1024 * 1024;
    private static final String LOGIN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("shop-a:demo".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private static Path folder;

    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    /** A header {@code X: -} stands for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | GET /nothing            | X: -",
                "404 | GET /nothing            | Accept: text/html",
                "404 | GET /error              | X: -",
                "405 | DELETE /payments        | X: -",
                "405 | TRACE /payments         | X: -",
                "405 | PUT /payments           | Accept: text/html",
                "415 | POST /payments          | Content-Type: text/plain",
                "400 | GET /payments/no-uuid   | X: -",
                "400 | GET /payments//x        | X: -",
                "400 | GET /payments/%2e%2e/x  | X: -",
                "400 | GET /payments;a=b       | X: -",
                "400 | GET /payments/%zz       | X: -",
                "400 | GET /payments/%00       | X: -",
                "400 | FOO /payments           | X: -",
                "400 | POST /payments          | Content-Type: application/json",
                "401 | GET /payments           | Authorization: Basic bm9ib2R5Om5v",
                "401 | GET /nothing            | Authorization: Basic !",
                "401 | GET /payments           | Authorization: Bearer x"
            })
    void isAProblem(int status, String call, String header) throws IOException {
        var login = header.startsWith("Authorization") ? "" : LOGIN + "\r\n";

        assertProblem(status, answer(call, login + header + "\r\nIdempotency-Key: \"k\"\r\n", 0));
    }

    @Test
    void aBodyThatIsTooLargeIsAProblem() throws IOException {
        var headers = LOGIN + "\r\nContent-Type: application/json\r\nIdempotency-Key: \"k\"\r\n";
        // the server says that it would listen, and then that it would not: the body itself is never sent
        var answer = answer("POST /payments", headers + "Expect: 100-continue\r\n", MORE_THAN_IS_READ);

        assertProblem(413, answer.substring(answer.lastIndexOf("HTTP/1.1 ")));
    }

    private static void assertProblem(int status, String answer) {
        int body = answer.indexOf("\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.substring(0, body)).containsIgnoringCase("\r\nContent-Type: application/problem+json");
        var json = answer.substring(answer.indexOf('{', body), answer.lastIndexOf('}') + 1);
        assertThat(new JsonMapper().readTree(json).path("status").intValue()).isEqualTo(status);
    }

    private static String answer(String call, String headers, int length) throws IOException {
        var head = call + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "Content-Length: "
                + length + "\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), installation.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
