/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.List;

/** Rows 10, 11, 14, 15, 17 and 18: the lines of the header; rows 20 to 25: where it is missing or means nothing. */
final class KeyHeaderChecks {
    private KeyHeaderChecks() {}

    static void addTo(Checks checks) {
        checks.add(10, trial -> {
            refusesLines(trial, quoted(trial.key()), quoted(trial.freshKey()));
            refusesLines(trial, quoted(trial.key()), quoted(trial.key()));
        });
        checks.add(11, trial -> refusesLines(trial, "\"a" + trial.key(), "b\""));
        checks.add(14, KeyHeaderChecks::names);
        checks.add(15, KeyHeaderChecks::whitespace);
        checks.add(17, KeyHeaderChecks::trailer);
        checks.add(18, KeyHeaderChecks::otherNames);
        checks.add(20, KeyHeaderChecks::missing);
        checks.add(21, KeyHeaderChecks::link);
        checks.add(22, trial -> executesEachTime(trial, trial.unkeyed("POST", "/optional/echo")));
        checks.add(23, KeyHeaderChecks::malformedOptional);
        checks.add(24, KeyHeaderChecks::off);
        checks.add(25, KeyHeaderChecks::rejected);
    }

    private static void refusesLines(Trial trial, String one, String other) throws IOException {
        Request request =
                trial.unkeyed("POST", "/echo").with("Idempotency-Key: " + one).with("Idempotency-Key: " + other);
        trial.expectStatus(trial.send(request), "refusal of two lines " + one + " and " + other, 400);
        trial.expectRuns(0);
    }

    private static void names(Trial trial) throws IOException {
        Request request = trial.unkeyed("POST", "/echo");
        Answer first = trial.executes(request.with("idempotency-key: " + quoted(trial.key())));
        trial.replays(first, request.with("IDEMPOTENCY-KEY: " + quoted(trial.key())));
        trial.expectRuns(1);
        Answer without = trial.send(request);
        Answer underscore = trial.send(request.with("Idempotency_Key: " + quoted(trial.key())));
        trial.expect(
                underscore.status() == without.status() && !Trial.isReplay(underscore),
                "Idempotency_Key to count for nothing: " + without,
                underscore);
    }

    private static void whitespace(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request.withKey("  \t" + quoted(trial.key()) + " \t "));
        trial.replays(first, request);
        trial.replays(first, trial.unkeyed("POST", "/echo").with("Idempotency-Key:" + quoted(trial.key())));
        trial.expectRuns(1);
    }

    private static void trailer(Trial trial) throws IOException {
        Answer without = trial.send(trial.unkeyed("POST", "/echo"));
        long before = trial.runs();
        long each = before > 0 ? 1 : 0;
        for (int i = 1; i <= 2; i++) {
            Answer answer = withTrailer(trial);
            trial.expect(
                    answer.status() == without.status() && !Trial.isReplay(answer),
                    "the answer to a request without key: " + without,
                    answer);
            trial.expectRuns(before + i * each);
        }
    }

    private static Answer withTrailer(Trial trial) throws IOException {
        Request request = trial.unkeyed("POST", "/echo").framed(Request.Framing.CHUNKED);
        String body = "2\r\n{}\r\n0\r\nIdempotency-Key: " + quoted(trial.key()) + "\r\n\r\n";
        return trial.open()
                .sendHead(trial.authorized(request.with("Trailer: Idempotency-Key")))
                .send(body)
                .read();
    }

    private static void otherNames(Trial trial) throws IOException {
        Request request = trial.unkeyed("POST", "/echo");
        List<String> known = List.of("X-Idempotency-Key", "PayPal-Request-Id", "Cko-Idempotency-Key").stream()
                .filter(name -> recognises(trial, request.with(name + ": " + quoted(trial.freshKey()))))
                .toList();
        if (known.isEmpty()) {
            throw Finding.notShown("only Idempotency-Key is recognised");
        }
        Request both = trial.post("/echo");
        trial.onceOnly(both.with(known.get(0) + ": " + quoted(trial.key())));
        Answer contradiction = trial.send(both.with(known.get(0) + ": " + quoted(trial.freshKey())));
        trial.expectStatus(contradiction, "refusal of two headers with different keys", 400);
        trial.note("recognised: " + String.join(", ", known));
    }

    private static boolean recognises(Trial trial, Request request) {
        try {
            return trial.send(request).isSuccess() && Trial.isReplay(trial.send(request));
        } catch (IOException e) {
            return false;
        }
    }

    private static void missing(Trial trial) throws IOException {
        Answer answer = trial.send(trial.unkeyed("POST", "/echo"));
        trial.expectStatus(answer, "refusal of a request without key", 400);
        trial.expect(
                answer.isProblem(),
                "application/problem+json",
                answer.header("Content-Type").orElse("no type"));
        Problem problem = Problem.of(answer);
        trial.expect(problem.hasAbsoluteType(), "a type that leads to documentation", problem.type());
        trial.expectRuns(0);
    }

    private static void link(Trial trial) throws IOException {
        Answer answer = trial.send(trial.unkeyed("POST", "/echo"));
        if (answer.all("Link").stream().noneMatch(value -> value.contains("describedby"))) {
            throw Finding.notShown("the answer to a request without key has no Link to a description");
        }
        trial.expectStatus(answer, "refusal of a request without key", 400);
    }

    private static void executesEachTime(Trial trial, Request request) throws IOException {
        trial.executes(request);
        trial.executes(request);
        trial.expectRuns(2);
    }

    private static void malformedOptional(Trial trial) throws IOException {
        Answer answer = trial.send(trial.post("/optional/echo").withKey("\"abc"));
        trial.expectStatus(answer, "refusal of a malformed key, though none is required,", 400);
        trial.expectRuns(0);
    }

    private static void off(Trial trial) throws IOException {
        if (trial.send(trial.post("/off/echo").withKey(quoted(trial.freshKey())))
                        .status()
                == 501) {
            throw Finding.notShown("keys without effect are refused with 501, see row 25");
        }
        long before = trial.runs();
        trial.executes(trial.post("/off/echo"));
        trial.executes(trial.post("/off/echo"));
        trial.expectRuns(before + 2);
    }

    private static void rejected(Trial trial) throws IOException {
        if (trial.send(trial.post("/off/echo")).status() != 501) {
            throw Finding.notShown("keys without effect are ignored, see row 24");
        }
        trial.expectRuns(0);
    }
}
