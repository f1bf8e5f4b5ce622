/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Rows 60 to 62, 66, 67, 72 to 74 and 76 to 79: what a replay looks like. */
final class ReplayChecks {
    private static final int BINARY = 1000;

    private ReplayChecks() {}

    static void addTo(Checks checks) {
        checks.add(60, ReplayChecks::statuses);
        checks.add(61, ReplayChecks::bodies);
        checks.add(62, ReplayChecks::noContent);
        checks.addTimed(66, ReplayChecks::date);
        checks.add(67, ReplayChecks::length);
        checks.add(72, ReplayChecks::marker);
        checks.add(73, ReplayChecks::otherMarkers);
        checks.add(74, ReplayChecks::ownRefusal);
        checks.add(76, ReplayChecks::otherAccept);
        checks.add(77, ReplayChecks::changedMeanwhile);
        checks.add(78, ReplayChecks::tenTimes);
        checks.add(79, trial -> {
            Answer first = trial.executes(trial.post("/echo"));
            trial.replays(first, trial.sendTo(1, trial.post("/echo")), trial.post("/echo"));
            trial.expectRuns(1);
        });
    }

    private static void statuses(Trial trial) throws IOException {
        int runs = 0;
        for (int status : List.of(200, 201, 202, 204, 303)) {
            Request request = trial.post("/status/" + status).withKey(quoted(trial.freshKey()));
            Answer first = trial.send(request);
            trial.expectStatus(first, "an execution of " + request.path(), status);
            trial.replays(first, request);
            trial.expectRuns(++runs);
        }
    }

    private static void bodies(Trial trial) throws IOException {
        byte[] binary = new byte[BINARY];
        for (int i = 0; i < BINARY; i++) {
            binary[i] = (byte) (i * 7);
        }
        Request request = trial.post("/echo").withType("application/octet-stream");
        Answer replay = trial.onceOnly(request.withBody(binary));
        trial.expect(replay.body().length == BINARY, "all " + BINARY + " bytes", replay.body().length + " bytes");
        trial.onceOnly(request.withKey(quoted(trial.freshKey())).withBody(""));
        trial.expectRuns(2);
    }

    private static void noContent(Trial trial) throws IOException {
        Request request = trial.post("/status/204");
        Answer first = trial.executes(request);
        try (var wire = trial.start(request)) {
            Answer replay = trial.replays(first, wire.read(), request);
            trial.expect(replay.header("Content-Length").isEmpty(), "no Content-Length", replay.headers());
            trial.expect(replay.header("Transfer-Encoding").isEmpty(), "no Transfer-Encoding", replay.headers());
            trial.expect(!wire.hearsWithin(Duration.ofMillis(50)), "no body", "bytes after the headers");
        }
        trial.expectRuns(1);
    }

    private static void date(Trial trial) throws IOException, InterruptedException {
        Answer first = trial.executes(trial.post("/echo"));
        trial.pause(1100);
        Answer replay = trial.replays(first, trial.post("/echo"));
        trial.expect(!replay.all("Date").isEmpty(), "a Date", "none");
        trial.expect(!replay.all("Date").equals(first.all("Date")), "the time of the replay", replay.all("Date"));
        trial.expectRuns(1);
    }

    private static void length(Trial trial) throws IOException {
        Request request = trial.post("/large?bytes=30000");
        Answer first = trial.executes(request);
        Answer replay = trial.replays(first, request);
        trial.expect(
                replay.header("Content-Length").orElse("none").equals("30000"),
                "Content-Length 30000",
                replay.header("Content-Length").orElse("none"));
        trial.note(first.header("Transfer-Encoding").isPresent() ? "the original was chunked" : "");
        trial.expectRuns(1);
    }

    private static void marker(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        trial.executes(request);
        Answer replay = trial.send(request);
        trial.expect(Trial.isReplay(replay), "a mark on the replay, such as Idempotency-Replayed: true", "none");
        Answer refused = trial.send(request.withBody("other"));
        trial.expect(!Trial.isReplay(refused), "no mark on a refusal", refused.headers());
        trial.expectRuns(1);
        trial.note("marked by " + String.join(", ", Findings.markers(replay)));
    }

    private static void otherMarkers(Trial trial) throws IOException {
        Answer first = trial.executes(trial.post("/echo"));
        List<String> onFirst = first.headers().stream()
                .filter(field -> Findings.isMarkerName(field.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        List<String> onReplay = Findings.markers(trial.send(trial.post("/echo")));
        if (onFirst.isEmpty() && (onReplay.isEmpty() || onReplay.equals(List.of("Idempotency-Replayed")))) {
            throw Finding.notShown("replays carry no other marker than Idempotency-Replayed, first executions none");
        }
        trial.expect(onFirst.stream().allMatch("false"::equals), "false on a first execution", onFirst);
        trial.note("marked by " + String.join(", ", onReplay));
    }

    private static void ownRefusal(Trial trial) throws IOException {
        Request request = trial.post("/status/422");
        Answer first = trial.send(request);
        Answer replay = trial.replays(first, request);
        Answer layers = trial.send(request.withBody("other"));
        FingerprintChecks.expectMismatch(trial, layers, "another body");
        trial.expect(
                !Problem.of(layers).type().equals(Problem.of(replay).type()),
                "a problem type that tells the layer's 422 from the application's",
                layers);
        trial.expectRuns(1);
    }

    private static void otherAccept(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request.with("Accept: text/plain").with("Accept-Language: de"));
        Answer replay =
                trial.replays(first, request.with("Accept: application/json").with("Accept-Language: fr"));
        trial.expect(
                replay.all("Content-Type").equals(first.all("Content-Type")), "the first media type", replay.headers());
        trial.expectRuns(1);
    }

    private static void changedMeanwhile(Trial trial) throws IOException {
        Request request = trial.post("/items");
        Answer first = trial.executes(request);
        String location = first.header("Location").orElse("");
        if (!location.startsWith("/items/")) {
            throw Finding.notShown("POST /items answers no Location /items/{id}");
        }
        trial.executes(trial.request("PATCH", location)
                .withKey(quoted(trial.freshKey()))
                .withBody("changed"));
        trial.replays(first, request);
        trial.executes(trial.request("DELETE", location).withKey(quoted(trial.freshKey())));
        Answer late = trial.replays(first, request);
        trial.expect(late.all("Location").equals(first.all("Location")), "the first Location", late.headers());
        trial.expectRuns(3);
    }

    private static void tenTimes(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request);
        for (int i = 0; i < 10; i++) {
            trial.replays(first, request);
        }
        trial.expectRuns(1);
    }
}
