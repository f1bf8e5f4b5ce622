/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows 80 to 86, 88 and 99: which outcomes are stored. */
final class FailureChecks {
    private FailureChecks() {}

    static void addTo(Checks checks) {
        checks.add(80, FailureChecks::definitive);
        checks.add(81, FailureChecks::refusedCredentials);
        checks.add(82, trial -> neverStored(trial, List.of(429)));
        checks.add(83, trial -> neverStored(trial, List.of(501, 503, 505, 507, 511)));
        checks.add(84, trial -> neverStored(trial, List.of(408, 409, 412, 421, 423, 425, 428, 431)));
        checks.add(85, trial -> serverErrors(trial, true));
        checks.add(86, trial -> serverErrors(trial, false));
        checks.add(88, FailureChecks::refusedBefore);
        checks.add(99, FailureChecks::brokenOff);
    }

    private static void definitive(Trial trial) throws IOException {
        int runs = 0;
        for (int status : List.of(400, 402, 404, 410, 422)) {
            Request request = trial.post("/status/" + status).withKey(quoted(trial.freshKey()));
            Answer first = trial.send(request);
            trial.expectStatus(first, "an execution of " + request.path(), status);
            trial.replays(first, request);
            trial.expectRuns(++runs);
        }
    }

    private static void refusedCredentials(Trial trial) throws IOException {
        refusedFirst(trial, trial.post("/echo").with(Service.bearer("nobody-" + trial.key())), 401);
        neverStored(trial, List.of(401, 403, 407));
    }

    /** A refused request uses no key: a good one executes under it, and only that one is remembered. */
    private static void refusedFirst(Trial trial, Request bad, int status) throws IOException {
        trial.expectStatus(trial.send(bad), "a refusal", status);
        trial.expectRuns(0);
        Request good = trial.post("/echo").with(trial.callerA());
        trial.onceOnly(good);
        trial.expectRuns(1);
    }

    private static void neverStored(Trial trial, List<Integer> statuses) throws IOException {
        long runs = trial.runs();
        for (int status : statuses) {
            Request request = trial.post("/status/" + status).withKey(quoted(trial.freshKey()));
            for (int i = 0; i < 2; i++) {
                Answer answer = trial.send(request);
                trial.expectStatus(answer, "an execution of " + request.path(), status);
                trial.expect(!Trial.isReplay(answer), "no replay of " + status, "one");
                trial.expectRuns(++runs);
            }
        }
    }

    /** A layer releases the key or stores the outcome; each is right for one kind of store, and one of two rows. */
    private static void serverErrors(Trial trial, boolean released) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String path : List.of("/status/500", "/status/502", "/status/504", "/throw?when=before")) {
            Request request = trial.post(path).withKey(quoted(trial.freshKey()));
            long before = trial.runs();
            Answer first = trial.send(request);
            trial.expect(first.status() >= 500, "a server error of " + path, first);
            Answer second = trial.send(request);
            seen.add(ending(trial, first, second, trial.runs() - before));
        }
        trial.expect(seen.stream().distinct().count() == 1, "the same for all server errors", seen);
        boolean wasReleased = seen.get(0).equals("released");
        if (wasReleased != released) {
            throw Finding.notShown(
                    wasReleased
                            ? "server errors release the key, see row 85"
                            : "server errors are stored, as is right with a detached store, see row 86");
        }
        trial.note(seen.get(0));
    }

    private static String ending(Trial trial, Answer first, Answer second, long runs) {
        if (runs == 2 && second.status() == first.status() && !Trial.isReplay(second)) {
            return "released";
        }
        if (runs == 1 && second.status() == 409) {
            return "quarantined";
        }
        trial.expect(
                runs == 1 && second.status() == first.status(),
                "a second execution, or a replay of " + first.status(),
                second + " after " + runs + " executions");
        trial.expectMarked(second);
        return "replayed";
    }

    private static void refusedBefore(Trial trial) throws IOException {
        Answer noRoute = trial.send(trial.post("/no-such-route"));
        trial.expect(noRoute.status() >= 400, "a refusal of an unknown route", noRoute);
        Request request = trial.post("/echo");
        trial.onceOnly(request);
        Request broken = request.withKey(quoted(trial.freshKey()));
        Answer malformed = trial.send(broken.with("Content-Length: 1"));
        trial.expectStatus(malformed, "refusal of two lengths", 400);
        trial.onceOnly(broken);
        trial.expectRuns(2);
    }

    private static void brokenOff(Trial trial) throws IOException {
        Request request = trial.post("/throw?when=after-commit");
        for (int i = 0; i < 2; i++) {
            Answer answer = trial.send(request);
            boolean complete = answer.isWhole() && answer.isSuccess();
            trial.expect(!complete, "an error, or an answer that breaks off", answer);
        }
    }
}
