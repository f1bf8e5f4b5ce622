/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server sends, a drill ends in its time and says what happened. */
@Timeout(30)
class HostileServerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static Stream<Arguments> manners() {
        return Stream.of(
                manner("garbage", "no HTTP", (line, out) -> HostileServer.send(out, "220 mail.example ESMTP\r\n")),
                manner("silence", "in time", (line, out) -> await()),
                manner("a drip", "in time", (line, out) -> drip(out)),
                manner("an end at once", "closed the connection", (line, out) -> {}),
                manner("an endless line", "endless line", (line, out) -> {
                    HostileServer.send(out, "HTTP/1.1 200 OK\r\nX: ");
                    HostileServer.forever(out, "xxxxxxxxxxxxxxxx");
                }),
                manner("endless headers", "endless header lines", (line, out) -> {
                    HostileServer.send(out, "HTTP/1.1 200 OK\r\n");
                    HostileServer.forever(out, "X: 1\r\n");
                }),
                manner(
                        "headers without names",
                        "without a name",
                        (line, out) -> HostileServer.send(out, "HTTP/1.1 200 OK\r\n: 1\r\n\r\n")),
                manner("an endless body", "a body of more than", (line, out) -> {
                    HostileServer.send(out, "HTTP/1.1 200 OK\r\n\r\n");
                    HostileServer.forever(out, "x".repeat(8192));
                }),
                manner("endless chunks", "a body of more than", (line, out) -> {
                    HostileServer.send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    HostileServer.forever(out, "2000\r\n" + "x".repeat(8192) + "\r\n");
                }),
                manner(
                        "a length that is none",
                        "no number",
                        (line, out) -> HostileServer.send(out, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")),
                manner(
                        "a chunk that is none",
                        "no number",
                        (line, out) -> HostileServer.send(
                                out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")),
                manner(
                        "endless interim responses",
                        "interim responses",
                        (line, out) -> HostileServer.forever(out, "HTTP/1.1 100 Continue\r\n\r\n")));
    }

    /** A byte now and then, so that each single read is soon answered. */
    private static void drip(OutputStream out) throws IOException {
        HostileServer.send(out, "HTTP/1.1 200 ");
        while (await(Duration.ofMillis(20))) {
            HostileServer.send(out, "O");
        }
    }

    private static Arguments manner(String name, String reason, HostileServer.Manner manner) {
        return Arguments.of(name, reason, manner);
    }

    private static void await() {
        await(Duration.ofHours(1));
    }

    /** False if the wait was interrupted. */
    private static boolean await(Duration time) {
        try {
            return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static DrillPlan plan(HostileServer server, String... rows) {
        List<Row> chosen = Stream.of(rows)
                .map(row -> Catalogue.standard().find(row).orElseThrow())
                .toList();
        return DrillPlan.of(server.target()).withExtent(new DrillPlan.Extent(chosen, TIMEOUT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manners")
    void isRefusedBeforeTheDrill(String name, String reason, HostileServer.Manner manner) {
        try (HostileServer server = new HostileServer(manner)) {
            assertThatThrownBy(() -> Drill.run(plan(server, "1")))
                    .isInstanceOf(DrillException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining(server.target().toString())
                    .message()
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manners")
    void failsTheRowItIsMetIn(String name, String reason, HostileServer.Manner manner) throws InterruptedException {
        try (HostileServer server = new HostileServer((line, out) -> {
            if (line.startsWith("GET /counter") || line.startsWith("GET /executions")) {
                HostileServer.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"count\":0}");
            } else if (line.startsWith("OPTIONS")) {
                manner.answer(line, out);
            } else {
                HostileServer.send(out, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            Verdict verdict = Drill.run(plan(server, "28")).results().get(0).verdict();

            assertThat(verdict).isInstanceOf(Verdict.Failed.class);
            assertThat(verdict.detail()).contains(reason);
        }
    }

    @Test
    void whatIsNotReachedInTimeHasFailed() throws InterruptedException {
        try (HostileServer server = new HostileServer((line, out) -> {
            if (line.startsWith("OPTIONS")) {
                await();
            }
            HostileServer.send(out, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        })) {
            DrillReport report = Drill.run(plan(server, "28", "134", "133"));

            assertThat(report.took()).isLessThan(TIMEOUT.multipliedBy(3));
            assertThat(report.results().get(2).verdict().detail())
                    .isEqualTo("expected a verdict within 2 s; got time was up");
            assertThat(report.isConformant()).isFalse();
        }
    }

    @Test
    void aServerThatFallsSilentTakesNoMoreThanTheTime() throws InterruptedException {
        try (HostileServer server = new HostileServer((line, out) -> {
            if (!line.startsWith("GET /counter")) {
                await();
            }
            HostileServer.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"count\":0}");
        })) {
            DrillReport report = Drill.run(plan(server, "1"));

            assertThat(report.took()).isLessThan(TIMEOUT.multipliedBy(2));
            assertThat(report.results().get(0).verdict().detail())
                    .isEqualTo("the service does not answer POST /echo: no whole answer in time");
        }
    }

    @Test
    void aServiceWithoutTheRoutesIsNotApplicable() throws InterruptedException {
        try (HostileServer server = new HostileServer(
                (line, out) -> HostileServer.send(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))) {
            DrillReport report = Drill.run(DrillPlan.of(server.target()));

            assertThat(report.count("n/a")).isEqualTo(148);
            assertThat(report.results().get(0).verdict().detail())
                    .isEqualTo("the service has no POST /echo (it answers 404)");
            assertThat(report.isConformant()).isTrue();
        }
    }
}
