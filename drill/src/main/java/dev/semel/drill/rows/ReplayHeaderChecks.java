/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Rows 63 to 65 and 68 to 71: which header fields of the handler a replay carries. */
final class ReplayHeaderChecks {
    private static final JsonMapper JSON = new JsonMapper();

    private ReplayHeaderChecks() {}

    static void addTo(Checks checks) {
        checks.add(63, ReplayHeaderChecks::kept);
        checks.add(64, ReplayHeaderChecks::repeated);
        checks.add(
                65,
                trial -> dropped(
                        trial,
                        Map.of(
                                "Connection", "X-Hop",
                                "X-Hop", "1",
                                "Keep-Alive", "timeout=77",
                                "Proxy-Connection", "drill",
                                "TE", "trailers",
                                "Trailer", "X-Drill",
                                "Upgrade", "drill")));
        checks.add(68, trial -> dropped(trial, Map.of("Set-Cookie", "drill=1; Path=/")));
        checks.add(
                69,
                trial -> dropped(
                        trial,
                        Map.of(
                                "WWW-Authenticate", "Drill realm=\"1\"",
                                "Proxy-Authenticate", "Drill realm=\"1\"",
                                "Authentication-Info", "drill=1",
                                "Proxy-Authentication-Info", "drill=1")));
        checks.add(70, trial -> dropped(trial, exchangeFields()));
        checks.add(71, ReplayHeaderChecks::origin);
    }

    private static Map<String, String> exchangeFields() {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "X-Request-Id", "drill",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "Server-Timing", "drill;dur=1",
                "RateLimit", "\"drill\";r=1",
                "X-RateLimit-Remaining", "17",
                "Retry-After", "17",
                "Via", "1.1 drill",
                "Age", "17",
                "Alt-Svc", "clear"));
        return fields;
    }

    /** A request whose handler sets fields. */
    private static Request setting(Trial trial, Map<String, ?> fields) {
        return trial.post("/headers").withType("application/json").withBody(JSON.writeValueAsBytes(fields));
    }

    private static void kept(Trial trial) throws IOException {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "Content-Type", "text/plain;charset=UTF-16BE",
                "Location", "/items/1",
                "Content-Location", "/items/1;v=2",
                "ETag", "\"v1\"",
                "Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT",
                "Link", "</a>; rel=\"x\"",
                "Content-Language", "de-DE",
                "Content-Disposition", "attachment; filename=\"a.txt\"",
                "Cache-Control", "private, max-age=1",
                "X-Custom", "7"));
        Request request = setting(trial, fields);
        Answer first = trial.executes(request);
        Answer replay = trial.replays(first, request);
        for (String name : fields.keySet()) {
            trial.expect(
                    replay.all(name).equals(first.all(name)),
                    name + " " + first.all(name) + " in the replay",
                    replay.all(name));
        }
        List<String> lost = fields.keySet().stream()
                .filter(name -> first.all(name).isEmpty())
                .toList();
        trial.note(lost.isEmpty() ? "" : "not set by the handler: " + String.join(", ", lost));
        trial.expectRuns(1);
    }

    private static void repeated(Trial trial) throws IOException {
        Request request = setting(
                trial,
                Map.of(
                        "Link", List.of("</a>; rel=\"x\"", "</b>; rel=\"y\""),
                        "X-Many", List.of("1", "2, 3", "1"),
                        "Content-Disposition", "attachment; filename=\"a,b.txt\""));
        Answer first = trial.executes(request);
        Answer replay = trial.replays(first, request);
        for (String name : List.of("Link", "X-Many", "Content-Disposition")) {
            trial.expect(replay.all(name).equals(first.all(name)), name + " as " + first.all(name), replay.all(name));
        }
        trial.expectRuns(1);
    }

    /** What the handler set in the first exchange is not in the second. */
    private static void dropped(Trial trial, Map<String, String> fields) throws IOException {
        Request request = setting(trial, fields);
        Answer first = trial.executes(request);
        Answer replay = trial.replays(first, request);
        String kept = fields.entrySet().stream()
                .filter(field -> replay.all(field.getKey()).contains(field.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        trial.expect(kept.isEmpty(), "none of the original's fields of its exchange", kept);
        trial.expectRuns(1);
    }

    private static void origin(Trial trial) throws IOException {
        Request request = setting(
                trial,
                Map.of("Access-Control-Allow-Origin", "https://one.example", "Access-Control-Expose-Headers", "X-One"));
        Answer first = trial.executes(request.with("Origin: https://one.example"));
        Answer replay = trial.replays(first, request.with("Origin: https://two.example"));
        List<String> origins = replay.all("Access-Control-Allow-Origin");
        trial.expect(!origins.contains("https://one.example"), "nothing for the original's origin", origins);
        trial.expectRuns(1);
    }
}
