/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.List;

/** Rows 32 to 40, 42, 45, 47 and 48: what is the same request. */
final class FingerprintChecks {
    private static final String MISMATCH = "fingerprint-mismatch";

    private FingerprintChecks() {}

    static void addTo(Checks checks) {
        checks.add(32, trial -> {
            trial.executes(trial.post("/echo"));
            expectMismatch(trial, trial.post("/echo").withBody("other"), "another body");
            trial.expectRuns(1);
        });
        checks.add(33, trial -> {
            Answer first = trial.executes(trial.post("/echo"));
            expectMismatch(trial, trial.post("/echo").withBody("other"), "another body");
            trial.replays(first, trial.post("/echo"));
            trial.expectRuns(1);
        });
        checks.add(34, FingerprintChecks::path);
        checks.add(35, FingerprintChecks::query);
        checks.add(36, FingerprintChecks::mediaType);
        checks.add(37, FingerprintChecks::jsonLayout);
        checks.add(39, FingerprintChecks::varyingHeaders);
        checks.add(40, FingerprintChecks::refreshedToken);
        checks.add(42, FingerprintChecks::framing);
        checks.add(45, FingerprintChecks::emptyBody);
        checks.add(47, FingerprintChecks::mismatchStatus);
        checks.add(48, FingerprintChecks::noFingerprint);
    }

    /** A mismatch by its status, or by another configured one if the problem says that it is one. */
    static boolean isMismatch(Answer answer) {
        boolean configured = List.of(400, 409).contains(answer.status())
                && Problem.of(answer).code().equals(MISMATCH);
        return (answer.status() == 422 || configured) && !Trial.isReplay(answer);
    }

    static void expectMismatch(Trial trial, Request request, String what) throws IOException {
        expectMismatch(trial, trial.send(request), what);
    }

    static void expectMismatch(Trial trial, Answer answer, String what) {
        trial.expect(isMismatch(answer), "refusal of " + what + " under a used key with 422", answer);
    }

    private static void path(Trial trial) throws IOException {
        String path = "/items/" + trial.key();
        trial.executes(trial.request("PATCH", path));
        expectMismatch(trial, trial.request("PATCH", path + "x"), "another path");
        trial.expectRuns(1);
    }

    private static void query(Trial trial) throws IOException {
        Answer first = trial.executes(trial.post("/slow?ms=0&x=1"));
        expectMismatch(trial, trial.post("/slow?ms=0&x=2"), "another query");
        either(trial, first, trial.post("/slow?x=1&ms=0"), "parameters in another order");
        trial.expectRuns(1);
    }

    /** Refused as another request, or replayed as the same. */
    static void either(Trial trial, Answer first, Request request, String what) throws IOException {
        Answer answer = trial.send(request);
        if (isMismatch(answer)) {
            trial.note(what + ": a mismatch");
            return;
        }
        trial.expect(answer.status() == first.status(), "for " + what + " 422 or a replay", answer);
        trial.expectMarked(answer);
        trial.note(what + ": a replay");
    }

    private static void mediaType(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        trial.executes(request.withType("text/plain;charset=UTF-8"));
        expectMismatch(trial, request.withType("application/json"), "another media type");
        expectMismatch(trial, request.withType("text/plain;charset=ISO-8859-1"), "another charset");
        trial.expectRuns(1);
    }

    private static void jsonLayout(Trial trial) throws IOException {
        Request request = trial.post("/echo").withType("application/json");
        Answer first = trial.executes(request.withBody("{\"a\":1,\"b\":[1,2]}"));
        either(trial, first, request.withBody("{ \"b\":[1,2], \"a\":1 }"), "JSON in another layout");
        expectMismatch(trial, request.withBody("{\"a\":1,\"b\":[2,1]}"), "JSON with an array in another order");
        expectMismatch(trial, request.withBody("{\"a\":1.0,\"b\":[1,2]}"), "JSON with 1.0 for 1");
        trial.expectRuns(1);
    }

    private static void varyingHeaders(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(varied(request, "1"));
        trial.replays(first, varied(request, "2"));
        trial.replays(first, request);
        trial.expectRuns(1);
    }

    private static Request varied(Request request, String digit) {
        return request.with("Date: Thu, 01 Jan 2026 00:00:0" + digit + " GMT")
                .with("User-Agent: drill/" + digit)
                .with("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333" + digit + "-01")
                .with("X-Request-Id: " + digit)
                .with("X-Forwarded-For: 192.0.2." + digit)
                .with("Accept-Encoding: identity;q=0." + digit);
    }

    private static void refreshedToken(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request.with(trial.callerA()));
        trial.replays(first, request.with(trial.callerARefreshed()));
        trial.expectRuns(1);
    }

    private static void framing(Trial trial) throws IOException {
        Answer first = trial.executes(trial.post("/echo").framed(Request.Framing.CHUNKED));
        trial.replays(first, trial.post("/echo"));
        Request other = trial.post("/echo").withKey(quoted(trial.freshKey()));
        trial.replays(trial.executes(other), other.framed(Request.Framing.CHUNKED));
        trial.expectRuns(2);
    }

    private static void emptyBody(Trial trial) throws IOException {
        Request request = trial.post("/echo").without("Content-Type").withBody("");
        Answer first = trial.executes(request);
        trial.replays(first, request.framed(Request.Framing.NONE));
        trial.expectRuns(1);
    }

    private static void mismatchStatus(Trial trial) throws IOException {
        trial.executes(trial.post("/echo"));
        Answer answer = trial.send(trial.post("/echo").withBody("other"));
        if (answer.status() == 422 || !Problem.of(answer).code().equals(MISMATCH)) {
            throw Finding.notShown("a mismatch is not answered with another status than 422");
        }
        trial.expectStatus(answer, "a mismatch", 400, 409);
        trial.expectRuns(1);
    }

    private static void noFingerprint(Trial trial) throws IOException {
        Answer first = trial.executes(trial.post("/echo"));
        Answer other = trial.send(trial.post("/echo").withBody("other"));
        if (!Trial.isReplay(other)) {
            throw Finding.notShown("another body is no replay");
        }
        trial.replays(first, other, trial.post("/echo"));
        trial.expectRuns(1);
    }
}
