/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.drill.DrillException;
import dev.semel.drill.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    private Path folder;

    private ReplayPlan plan(PlantedServer server, String... entries) {
        return ReplayPlan.of(server.target(), new Recording.Har(Hars.write(folder, Hars.har(entries))));
    }

    private static ReplayPlan counted(ReplayPlan plan) {
        return plan.withCounter(EffectCounter.parse("/count", plan.target(), "/shop/orders"));
    }

    private static ReplayReport run(ReplayPlan plan) throws InterruptedException {
        return Replay.run(plan, (done, all) -> {});
    }

    private static Map<Duplicate, Effect> ways(ReplayReport report) {
        assertThat(report.endpoints()).hasSize(1);
        return report.endpoints().get(0).ways().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, way -> way.getValue().effect()));
    }

    private Map<Duplicate, Effect> waysBehind(PlantedServer.Layer layer) throws InterruptedException {
        try (PlantedServer server = new PlantedServer(layer)) {
            return ways(run(plan(server, Hars.post("/orders"))));
        }
    }

    @Test
    void aRightLayerProtectsInAllWays() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            ReplayReport report = run(plan(server, Hars.post("/orders"), Hars.post("/orders")));
            assertThat(report.endpoints()).singleElement().satisfies(result -> {
                assertThat(result.endpoint()).hasToString("POST /orders");
                assertThat(result.effect()).as("%s", result.examples()).isEqualTo(Effect.PROTECTED);
                assertThat(result.ways()).hasSize(3);
                assertThat(result.mutations()).isEqualTo(2);
            });
            assertThat(server.effects()).isEqualTo(4);
        }
    }

    @Test
    void withoutLayerEachWayTakesEffectTwice() throws InterruptedException {
        assertThat(waysBehind(PlantedServer.Layer.NONE).values()).containsOnly(Effect.TWICE);
    }

    @Test
    void aLayerThatForgetsWhenTheClientHangsUpIsFound() throws InterruptedException {
        assertThat(waysBehind(PlantedServer.Layer.FORGETS_ON_CUT))
                .isEqualTo(Map.of(
                        Duplicate.RETRY, Effect.PROTECTED,
                        Duplicate.PARALLEL, Effect.PROTECTED,
                        Duplicate.CUT, Effect.TWICE));
    }

    @Test
    void aLayerThatClaimsNothingIsFound() throws InterruptedException {
        assertThat(waysBehind(PlantedServer.Layer.RACES))
                .isEqualTo(Map.of(
                        Duplicate.RETRY, Effect.PROTECTED,
                        Duplicate.PARALLEL, Effect.TWICE,
                        Duplicate.CUT, Effect.PROTECTED));
    }

    @Test
    void equalAnswersWithoutMarkerTellNothingUnlessCounted() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.CONSTANT)) {
            ReplayPlan plan = plan(server, Hars.post("/orders"));
            assertThat(ways(run(plan)).values()).containsOnly(Effect.UNKNOWN);
            assertThat(ways(run(counted(plan))).values()).containsOnly(Effect.TWICE);
        }
    }

    @Test
    void aServiceThatRefusesEverythingIsNotCalledProtected() throws InterruptedException {
        assertThat(waysBehind(PlantedServer.Layer.REFUSES).values()).containsOnly(Effect.REFUSED);
    }

    @Test
    void recordedDuplicatesStayDuplicatesAndOtherRunsHaveOtherKeys() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            String twice = Hars.post("/orders", "Idempotency-Key: \"k\"");
            ReplayPlan plan = plan(server, twice, twice, Hars.post("/orders", "Idempotency-Key: \"other\""));
            assertThat(run(plan).with(Effect.PROTECTED)).hasSize(1);
            Set<String> first = keys(server);
            assertThat(first).hasSize(4).allMatch(key -> key.matches("\"[0-9a-f-]{36}\""));
            server.seen().clear();
            run(plan);
            assertThat(keys(server)).hasSize(4).doesNotContainAnyElementsOf(first);
        }
    }

    private static Set<String> keys(PlantedServer server) {
        return server.seen().stream()
                .map(request -> request.header("Idempotency-Key"))
                .collect(Collectors.toSet());
    }

    @Test
    void aRecordedDuplicateIsHeldAgainstTheFirstOfItsKey() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.ONE_KEY)) {
            String twice = Hars.post("/orders", "Idempotency-Key: \"k\"");
            ReplayReport once = run(counted(plan(server, twice)));
            assertThat(once.with(Effect.TWICE)).isEmpty();
            ReplayReport report = run(counted(plan(server, twice, Hars.post("/orders"), twice)));
            assertThat(report.with(Effect.TWICE))
                    .singleElement()
                    .satisfies(result -> assertThat(result.examples().get(0)).startsWith("entry 3, "));
        }
    }

    @Test
    void withoutKeysRequestsGoAsTheyWere() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            ReplayPlan plan = plan(server, Hars.post("/orders"));
            ReplayPlan.Sending sending = plan.sending();
            run(plan.withSending(new ReplayPlan.Sending(
                    new ReplayPlan.Keys("Idempotency-Key", false), sending.pace(), sending.credentials(), false)));
            assertThat(keys(server)).containsExactly("");
        }
    }

    @Test
    void credentialsAndWhatBelongsToTheConnectionStayBehind() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            ReplayPlan plan = plan(
                    server,
                    Hars.post(
                            "/orders?x=1",
                            "Authorization: Basic c2VjcmV0",
                            "Cookie: s=1",
                            "Connection: X-Hop",
                            "X-Hop: 1",
                            "Content-Length: 999",
                            "Host: shop.example",
                            ":method: POST",
                            "X-Kept: yes"));
            run(plan);
            PlantedServer.Seen seen = server.seen().get(0);
            assertThat(seen.line()).isEqualTo("POST /orders?x=1 HTTP/1.1");
            assertThat(String.join("\n", seen.headers()))
                    .contains("X-Kept: yes", "Content-Length: 2", "Host: 127.0.0.1:")
                    .doesNotContain("Authorization", "Cookie", "X-Hop", "999", "shop.example", ":method");
            server.seen().clear();
            run(with(plan, new ReplayPlan.Credentials(true, Optional.of("mine"))));
            assertThat(server.seen().get(0).header("Cookie")).isEqualTo("s=1");
            assertThat(server.seen().get(0).header("Authorization")).isEqualTo("Bearer mine");
        }
    }

    private static ReplayPlan with(ReplayPlan plan, ReplayPlan.Credentials credentials) {
        ReplayPlan.Sending old = plan.sending();
        return plan.withSending(new ReplayPlan.Sending(old.keys(), old.pace(), credentials, old.sameHost()));
    }

    @Test
    void entriesWithoutATimeWaitForNothing() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            String timeless = Hars.post("/orders").replace("startedDateTime", "when");
            ReplayPlan plan = plan(server, timeless, Hars.post("/orders"), timeless);
            ReplayPlan.Sending old = plan.sending();
            ReplayPlan paced = plan.withSending(
                    new ReplayPlan.Sending(old.keys(), ReplayPlan.Pace.parse("1"), old.credentials(), old.sameHost()));
            assertThat(Replay.survey(paced, line -> {}).span()).isZero();
            assertThat(run(paced).with(Effect.PROTECTED)).hasSize(1);
        }
    }

    @Test
    void readsAreNotReplayed() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            run(plan(server, Hars.entry("GET", "https://shop.example/a", ""), Hars.post("/orders/17/lines")));
            assertThat(server.seen()).hasSize(8).allMatch(request -> request.line()
                    .startsWith("POST "));
        }
    }

    @Test
    void theRecordedHostIsRefusedBeforeAnythingIsSent() throws InterruptedException {
        Recording recording = new Recording.Har(Hars.write(folder, Hars.har(Hars.post("/orders"))));
        ReplayPlan plan = ReplayPlan.of(Target.parse("http://SHOP.example.:8443"), recording);
        assertThatThrownBy(() -> run(plan))
                .isInstanceOf(DrillException.class)
                .hasMessageContaining("the recording was made at shop.example")
                .hasMessageContaining("--same-host");
        ReplayPlan.Sending old = plan.sending();
        ReplayPlan meant = plan.withSending(new ReplayPlan.Sending(old.keys(), old.pace(), old.credentials(), true));
        assertThat(Replay.survey(meant, line -> {}).mutations()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("try") // closed in the middle, too
    void aDeadServerAndAWrongCounterAreToldBeforeAnythingIsSent() {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            ReplayPlan plan = plan(server, Hars.post("/orders"));
            assertThatThrownBy(() -> run(plan.withCounter(EffectCounter.parse("/count", server.target(), "/none"))))
                    .isInstanceOf(DrillException.class)
                    .hasMessageContaining("has no number, array or object at '/none'");
            assertThat(server.seen()).isEmpty();
            server.stop();
            assertThatThrownBy(() -> run(plan))
                    .isInstanceOf(DrillException.class)
                    .hasMessage("nothing listens at " + server.target());
        }
    }

    @Test
    @SuppressWarnings("try") // closed in the middle, too
    void aServerThatGoesAwayEndsTheReplay() throws InterruptedException {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            String[] entries = new String[40];
            Arrays.fill(entries, Hars.post("/orders"));
            ReplayReport report = Replay.run(plan(server, entries), (done, all) -> server.stop());
            assertThat(report.course().serverGone()).isTrue();
            assertThat(report.rest().leftOut().reasons()).singleElement().satisfies(reason -> assertThat(reason.text())
                    .isEqualTo("the server has gone"));
        }
    }
}
