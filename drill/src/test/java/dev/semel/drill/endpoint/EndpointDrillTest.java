/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.drill.DrillException;
import dev.semel.drill.DrillPlan;
import dev.semel.drill.DrillReport;
import dev.semel.drill.Figures;
import dev.semel.drill.HostileServer;
import dev.semel.drill.ReportFormat;
import dev.semel.drill.Row;
import dev.semel.drill.RowResult;
import dev.semel.drill.Target;
import dev.semel.drill.Verdict;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class EndpointDrillTest {
    private static final String SENT =
            """
            request:
              path: /payments
              body: '{"ref":"${ref}","amount":1}'
            changed:
              body: '{"ref":"${ref}","amount":2}'
            load: {parallel: 10, stormKeys: 10, stormAttempts: 3}
            """;
    private static final Endpoint EACH =
            Endpoint.parse("each", SENT + "effects: {path: '/payments?ref=${ref}', count: ''}");
    private static final Endpoint TOTAL = Endpoint.parse("total", SENT + "effects: {path: /payments, count: ''}");
    private static final Endpoint PATTERN =
            Endpoint.parse("pattern", SENT + "effects: {path: /payments, pattern: '\"ref\":\"${ref}\"'}");

    private static DrillReport drill(Target target, Endpoint endpoint) throws InterruptedException {
        return EndpointDrill.run(plan(target), endpoint, (result, done, all) -> {});
    }

    private static DrillPlan plan(Target target) {
        return DrillPlan.of(target).withExtent(new DrillPlan.Extent(List.of(), Duration.ofSeconds(60)));
    }

    private static Set<String> failed(DrillReport report) {
        return report.results().stream()
                .filter(result -> result.verdict() instanceof Verdict.Failed)
                .map(result -> result.row().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> details(DrillReport report) {
        return report.results().stream()
                .map(result -> result.row().number() + " " + result.verdict().word() + " "
                        + result.verdict().detail())
                .toList();
    }

    @Test
    void aRightServicePassesHoweverItsEffectsAreCounted() throws InterruptedException {
        for (Endpoint endpoint : List.of(EACH, TOTAL, PATTERN)) {
            try (Till till = new Till(Till.Bug.NONE)) {
                List<Integer> progress = new ArrayList<>();
                DrillReport report = EndpointDrill.run(plan(till.target()), endpoint, (result, done, all) -> {
                    assertThat(all).isEqualTo(14);
                    progress.add(done);
                });
                assertThat(failed(report)).as(details(report).toString()).isEmpty();
                assertThat(report.count("pass")).isEqualTo(14);
                assertThat(report.isConformant()).isTrue();
                assertThat(progress).hasSize(14).isSorted();
                // ten of the storm, two of the control, none without a key, and one of each other drill
                assertThat(till.effects()).isEqualTo(10 + 2 + 11);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NO_LAYER, 'E10,E12,E13,E2,E3,E4,E5,E6,E7,E8,E9'",
        "REMEMBERS_TOO_LATE, E4",
        "TAKES_ANOTHER_PAYLOAD, E5",
        "REPLAYS_FOR_ANOTHER_PAYLOAD, E5",
        "ANSWERS_ANEW, 'E3,E5'",
        "TAKES_HALF_REQUESTS, E11",
        "COUNTS_NOTHING, E1"
    })
    void aBugFailsItsDrill(Till.Bug bug, String drills) throws InterruptedException {
        try (Till till = new Till(bug)) {
            DrillReport report = drill(till.target(), bug == Till.Bug.TAKES_HALF_REQUESTS ? TOTAL : EACH);
            assertThat(failed(report)).as(details(report).toString()).contains(drills.split(","));
            if (bug != Till.Bug.NO_LAYER && bug != Till.Bug.REMEMBERS_TOO_LATE && bug != Till.Bug.TAKES_HALF_REQUESTS) {
                assertThat(failed(report)).as(details(report).toString()).containsExactly(drills.split(","));
            }
            assertThat(report.isConformant()).isFalse();
        }
    }

    @Test
    void aServiceThatForgetsWhenItsClientLeavesFailsWhereTheAnswerIsCut() throws InterruptedException {
        try (Till till = new Till(Till.Bug.FORGETS_WHEN_THE_CLIENT_LEAVES)) {
            DrillReport report = drill(till.target(), EACH);
            assertThat(failed(report))
                    .as(details(report).toString())
                    // a reset can take the request along that the service has not read yet: then E6 has nothing to find
                    .containsAnyOf("E6", "E7")
                    .doesNotContain("E2", "E4", "E5");
        }
    }

    @Test
    void effectsThatStandStillAreToldAndNothingElseIsConcluded() throws InterruptedException {
        try (Till till = new Till(Till.Bug.COUNTS_NOTHING)) {
            DrillReport report = drill(till.target(), EACH);
            assertThat(report.results().get(0).verdict().detail()).contains("effects do not move: check effects.path");
            assertThat(report.count("n/a")).isEqualTo(13);
            assertThat(till.effects()).isEqualTo(2);
        }
    }

    @Test
    void effectsThatCannotBeCountedEndTheDrillBeforeAnythingIsSent() {
        try (Till till = new Till(Till.Bug.COUNTS_FOR_NOBODY)) {
            assertThatThrownBy(() -> drill(till.target(), EACH))
                    .isInstanceOf(DrillException.class)
                    .hasMessage("effects cannot be counted: GET /payments?ref=${ref} answers status 403: no");
            assertThat(till.effects()).isZero();
        }
        try (Till till = new Till(Till.Bug.NONE)) {
            Endpoint wrong = Endpoint.parse("wrong", SENT + "effects: {path: /payments, count: /total}");
            assertThatThrownBy(() -> drill(till.target(), wrong))
                    .hasMessageContaining("effects.count names no number, array or object");
            assertThat(till.effects()).isZero();
        }
    }

    @Test
    void hostileServersEndInVerdictsOrOneLine() throws InterruptedException {
        assertThatThrownBy(() -> drill(new Target("127.0.0.1", 1, false, ""), EACH))
                .isInstanceOf(DrillException.class)
                .hasMessageStartingWith("nothing answers at http://127.0.0.1:1");
        List<HostileServer.Manner> manners = List.of(
                (line, out) -> HostileServer.forever(out, "x"),
                (line, out) -> HostileServer.forever(out, "HTTP/1.1 200 OK\r\n"),
                (line, out) -> HostileServer.send(out, line.startsWith("GET") ? counter("[]") : "garbage\r\n\r\n"),
                (line, out) -> {
                    if (line.startsWith("GET")) {
                        HostileServer.send(out, counter("[]"));
                    } else {
                        HostileServer.forever(out, "HTTP/1.1 201 Created\r\n");
                    }
                });
        for (HostileServer.Manner manner : manners) {
            try (HostileServer server = new HostileServer(manner)) {
                DrillPlan plan =
                        plan(server.target()).withExtent(new DrillPlan.Extent(List.of(), Duration.ofSeconds(2)));
                DrillReport report = EndpointDrill.run(plan, EACH, (result, done, all) -> {});
                assertThat(report.isConformant()).isFalse();
            } catch (DrillException e) {
                assertThat(e.getMessage()).hasLineCount(1);
            }
        }
    }

    private static String counter(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    @Test
    void theReportHasChartsAndNoSecret() throws Exception {
        try (Till till = new Till(Till.Bug.NONE)) {
            Endpoint secret = Endpoint.parse(
                    "secret",
                    """
                    request: {path: /payments, headers: {X-Api-Key: '${env.PATH}'}, body: '{"ref":"${ref}"}'}
                    effects: {path: '/payments?ref=${ref}', count: ''}
                    load: {parallel: 3, stormKeys: 2, stormAttempts: 1}
                    """);
            DrillReport report = drill(till.target(), secret);
            assertThat(report.figures())
                    .extracting(Figures::kind)
                    .containsExactly(Figures.Kind.BARS, Figures.Kind.POINTS);
            assertThat(report.figures().get(0).categories()).startsWith("E1", "E2");
            for (ReportFormat format : ReportFormat.values()) {
                StringWriter out = new StringWriter();
                format.write(report, out);
                assertThat(out.toString())
                        .contains("POST /payments")
                        .contains("E14")
                        .doesNotContain(System.getenv("PATH"));
            }
            assertThat(report.results())
                    .extracting(RowResult::row)
                    .extracting(Row::number)
                    .startsWith("E1")
                    .endsWith("E14");
            assertThat(report.results().get(4).verdict())
                    .isEqualTo(new Verdict.NotApplicable("the description has no changed body"));
        }
    }
}
