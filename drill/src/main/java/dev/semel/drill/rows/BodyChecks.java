/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Rows 116 and 118 to 121: large and streamed bodies, and those not to be stored. */
final class BodyChecks {
    private static final int LARGE = 4 << 20;
    private static final String HUGE = "1000000000000";

    private BodyChecks() {}

    static void addTo(Checks checks) {
        checks.add(116, BodyChecks::secret);
        checks.add(118, BodyChecks::largeRequest);
        checks.add(119, BodyChecks::largeAnswer);
        checks.add(120, BodyChecks::unreadBodies);
        checks.add(121, BodyChecks::streams);
    }

    /** Whether a replay says that its body is left out. */
    static boolean isOmitted(Answer answer) {
        return answer.body().length == 0
                && answer.header("Idempotency-Replay").orElse("").equals("omitted");
    }

    private static void expectOmitted(Trial trial, Answer first, Answer again) {
        trial.expect(again.status() == first.status(), "a replay of status " + first.status(), again);
        trial.expect(isOmitted(again), "no body and Idempotency-Replay: omitted", again);
    }

    private static void secret(Trial trial) throws IOException {
        Request request = trial.post("/secret");
        Answer first = trial.executes(request);
        trial.expect(first.body().length > 0, "the secret for the first client", "nothing");
        expectOmitted(trial, first, trial.send(request));
        trial.expectRuns(1);
    }

    private static void largeRequest(Trial trial) throws IOException {
        Request huge =
                trial.unkeyed("POST", "/echo").framed(Request.Framing.NONE).withKey(quoted(trial.key()));
        try (Wire wire = trial.open()) {
            wire.sendHead(trial.authorized(huge.with("Content-Length: " + HUGE).with("Expect: 100-continue")));
            int status = wire.anyHead().status();
            if (status == 100) {
                trial.note("no limit seen");
            } else {
                trial.expect(status == 413, "refusal of " + HUGE + " bytes with 413, or 100", "status " + status);
            }
        }
        trial.onceOnly(trial.post("/echo"));
        byte[] large = new byte[LARGE];
        large[LARGE / 2] = 1;
        Request upload = trial.post("/upload")
                .withKey(quoted(trial.freshKey()))
                .withType("application/octet-stream")
                .withBody(large);
        Answer digest = trial.onceOnly(upload);
        trial.expect(digest.text().contains(sha256(large)), "the digest of all " + LARGE + " bytes", digest);
        trial.expectRuns(2);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void largeAnswer(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/large?bytes=" + LARGE);
        Answer first = trial.executes(request);
        trial.expect(first.body().length == LARGE, "all " + LARGE + " bytes", first.body().length + " bytes");
        Answer again = trial.sendPatiently(request);
        if (again.body().length == LARGE) {
            trial.replays(first, again, request);
            trial.note("an answer of 4 MB is replayed whole");
        } else {
            expectOmitted(trial, first, again);
        }
        trial.expectRuns(1);
    }

    private static void unreadBodies(Trial trial) throws IOException, InterruptedException {
        Request unread = trial.post("/slow?ms=0").withBody("x".repeat(100_000));
        trial.onceOnly(unread);
        Request half = trial.post("/items").withKey(quoted(trial.freshKey())).withBody("y".repeat(2_000_000));
        Answer first = trial.executes(half);
        Answer again = trial.sendPatiently(half);
        if (!isOmitted(again)) {
            trial.replays(first, again, half);
        }
        Request form = trial.post("/slow")
                .withKey(quoted(trial.freshKey()))
                .withType("application/x-www-form-urlencoded")
                .withBody("ms=3");
        Answer asForm = trial.onceOnly(form);
        trial.expect(asForm.text().contains("3"), "the handler to read its form", asForm);
        Request parts = trial.post("/upload").withKey(quoted(trial.freshKey()));
        Answer asParts = trial.onceOnly(FormChecks.multipart(parts, "b", "file"));
        trial.expect(asParts.text().contains("a.txt"), "the handler to read its parts", asParts);
        trial.expectRuns(4);
    }

    private static void streams(Trial trial) throws IOException, InterruptedException {
        int runs = 0;
        for (String path : List.of("/sse?n=1", "/large?bytes=100000")) {
            Request request = trial.post(path).withKey(quoted(trial.freshKey()));
            Answer first = trial.executes(request);
            Answer again = trial.sendPatiently(request);
            trial.expect(again.status() == first.status(), "a replay of " + path, again);
            trial.expect(
                    isOmitted(again) || again.body().length == first.body().length,
                    "the whole answer, or the word that it is omitted",
                    again);
            trial.expectRuns(++runs);
        }
    }
}
