/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows 132 to 134: errors and browsers; rows 104 and 105: what answers and requests may say about time. */
final class ErrorChecks {
    private static final List<String> EXPIRY =
            List.of("Idempotency-Expires", "Idempotency-Key-Expires", "Idempotency-Expiry", "X-Idempotency-Expires");

    private ErrorChecks() {}

    static void addTo(Checks checks) {
        checks.add(104, ErrorChecks::expiry);
        checks.add(105, ErrorChecks::firstSent);
        checks.addTimed(132, ErrorChecks::problems);
        checks.add(133, ErrorChecks::otherAccept);
        checks.add(134, ErrorChecks::crossOrigin);
    }

    private static void expiry(Trial trial) throws IOException {
        Answer answer = trial.executes(trial.post("/echo"));
        List<String> named =
                EXPIRY.stream().filter(name -> answer.header(name).isPresent()).toList();
        if (named.isEmpty()) {
            throw Finding.notShown("answers do not tell when the key expires");
        }
        trial.note("told by " + String.join(", ", named));
    }

    private static void firstSent(Trial trial) throws IOException {
        Answer answer = trial.send(trial.post("/echo").with("Repeatability-First-Sent: Thu, 01 Jan 1970 00:00:00 GMT"));
        if (answer.status() != 412) {
            throw Finding.notShown("a first-sent time is not looked at");
        }
        trial.expectRuns(0);
    }

    private static void problems(Trial trial) throws IOException, InterruptedException {
        for (Map.Entry<String, List<Answer>> each : refusals(trial).entrySet()) {
            Problem first = Problem.of(each.getValue().get(0));
            for (Answer answer : each.getValue()) {
                expectProblem(trial, each.getKey(), answer);
                Problem problem = Problem.of(answer);
                trial.expect(
                        problem.type().equals(first.type()) && problem.title().equals(first.title()),
                        "one type and title for " + each.getKey(),
                        problem);
            }
        }
    }

    private static Map<String, List<Answer>> refusals(Trial trial) throws IOException, InterruptedException {
        Map<String, List<Answer>> refusals = new LinkedHashMap<>();
        Request unkeyed = trial.unkeyed("POST", "/echo");
        refusals.put("missing-key", List.of(trial.send(unkeyed), trial.send(unkeyed.withBody("other"))));
        refusals.put("invalid-key", List.of(trial.send(unkeyed.withKey("\"abc")), trial.send(unkeyed.withKey("\"\""))));
        trial.executes(trial.post("/echo"));
        refusals.put(
                "fingerprint-mismatch", List.of(trial.send(trial.post("/echo").withBody("other"))));
        Request slow = trial.post("/slow?ms=700").withKey(quoted(trial.freshKey()));
        try (Wire running = trial.start(slow)) {
            trial.pause(200);
            Answer duplicate = trial.send(slow);
            if (!Trial.isReplay(duplicate)) {
                refusals.put("conflict", List.of(duplicate));
            }
            running.read();
        }
        return refusals;
    }

    private static void expectProblem(Trial trial, String code, Answer answer) {
        Problem problem = Problem.of(answer);
        trial.expect(answer.isProblem(), "application/problem+json for " + code, answer);
        trial.expect(problem.code().equals(code), "the code " + code, problem);
        trial.expect(problem.status() == answer.status(), "status " + answer.status() + " in the document", problem);
        trial.expect(problem.hasAbsoluteType() && !problem.title().isEmpty(), "an absolute type and a title", problem);
        trial.expect(
                String.join(",", answer.all("Cache-Control")).contains("no-store"),
                "Cache-Control: no-store for " + code,
                answer.all("Cache-Control"));
    }

    private static void otherAccept(Trial trial) throws IOException {
        Request unkeyed = trial.unkeyed("POST", "/echo");
        for (String accept : List.of("text/html", "application/json")) {
            Answer answer = trial.send(unkeyed.with("Accept: " + accept));
            trial.expectStatus(answer, "refusal of a request without key", 400);
            trial.expect(answer.body().length > 0, "an error that can be shown", "an empty body");
        }
    }

    private static void crossOrigin(Trial trial) throws IOException {
        String origin = "Origin: https://shop.example";
        Answer preflight = trial.send(Request.of("OPTIONS", "/echo")
                .with(origin)
                .with("Access-Control-Request-Method: POST")
                .with("Access-Control-Request-Headers: idempotency-key"));
        if (preflight.header("Access-Control-Allow-Origin").isEmpty()) {
            throw Finding.notShown("CORS is off");
        }
        String allowed = String.join(",", preflight.all("Access-Control-Allow-Headers"));
        trial.expect(allowed.toLowerCase(Locale.ROOT).contains("idempotency-key"), "the key to be allowed", allowed);
        Answer answer = trial.send(trial.post("/echo").with(origin));
        String exposed = String.join(",", answer.all("Access-Control-Expose-Headers"));
        trial.expect(
                exposed.toLowerCase(Locale.ROOT).contains("idempotency-replayed"), "the marker to be exposed", exposed);
    }
}
