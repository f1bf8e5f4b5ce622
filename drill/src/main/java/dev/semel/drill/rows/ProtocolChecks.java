/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.util.List;

/** Rows 117, 122 to 124 and 126: the finer points of HTTP/1.1. */
final class ProtocolChecks {
    private static final String EXPECT = "Expect: 100-continue";

    private ProtocolChecks() {}

    static void addTo(Checks checks) {
        checks.add(117, ProtocolChecks::earlyData);
        checks.add(122, ProtocolChecks::refusalBeforeContent);
        checks.addTimed(123, ProtocolChecks::continues);
        checks.add(124, ProtocolChecks::unreadContent);
        checks.add(126, ProtocolChecks::interim);
    }

    private static void earlyData(Trial trial) throws IOException {
        Request request = trial.post("/echo").with("Early-Data: 1");
        Answer first = trial.send(request);
        if (first.status() == 425) {
            trial.note("refused with 425");
            trial.expectRuns(0);
            return;
        }
        trial.replays(first, request);
        trial.expectRuns(1);
    }

    private static void refusalBeforeContent(Trial trial) throws IOException {
        Request unkeyed = trial.unkeyed("POST", "/echo").with(EXPECT);
        for (Request bad : List.of(unkeyed, unkeyed.withKey("\"abc"))) {
            try (Wire wire = trial.open().sendHead(trial.authorized(bad))) {
                int status = wire.anyHead().status();
                trial.expect(status == 400, "400 without 100 and without content", "status " + status);
            }
        }
        trial.expectRuns(0);
    }

    private static void continues(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/slow?ms=700").with(EXPECT);
        Wire first = trial.open().sendHead(trial.authorized(request));
        int interim = first.anyHead().status();
        trial.expect(interim == 100, "100 for a new key", "status " + interim);
        first.send(request.content().bytes());
        trial.awaitRuns(1);
        Wire duplicate = trial.open().sendHead(trial.authorized(request));
        int status = duplicate.anyHead().status();
        if (status == 100) {
            status = duplicate.send(request.content().bytes()).head().status();
            trial.note("the conflict comes after the content");
        } else {
            trial.note("the conflict comes before the content");
        }
        Answer original = first.read();
        trial.expect(original.isSuccess(), "the result", original);
        trial.expect(status == 409 || status == original.status(), "409 for the duplicate", "status " + status);
        trial.expectRuns(1);
    }

    /** The content looks like a request, which would execute if the server took it for one. */
    private static void unreadContent(Trial trial) throws IOException {
        Request inner = trial.authorized(trial.unkeyed("POST", "/optional/echo"));
        String content = "POST " + inner.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
        Request bad = trial.unkeyed("POST", "/echo").withKey("\"abc").withBody(content.repeat(20));
        Request next = trial.post("/echo").withKey(quoted(trial.freshKey())).withBody("next");
        try (Wire wire = trial.start(bad)) {
            Answer refusal = wire.read();
            trial.expectStatus(refusal, "refusal of a malformed key", 400);
            Answer answer = closed(wire, trial.authorized(next));
            if (answer == null) {
                trial.expect(refusal.closes(), "a word that the connection is closed", refusal.headers());
                trial.note("the connection is closed, and said so");
                trial.expectRuns(0);
            } else {
                trial.expect(
                        answer.isSuccess() && answer.text().equals("next"), "the answer to the next request", answer);
                trial.note("the connection is clean");
                trial.expectRuns(1);
            }
        }
    }

    /** The next answer on a connection; null if the server has closed it. */
    private static @org.jspecify.annotations.Nullable Answer closed(Wire wire, Request next) {
        try {
            return wire.send(next).read();
        } catch (IOException e) {
            return null;
        }
    }

    private static void interim(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Wire wire = trial.open().sendHead(trial.authorized(request.with(EXPECT)));
        int interim = wire.anyHead().status();
        trial.expect(interim == 100, "100 for a new key", "status " + interim);
        Answer first = wire.send(request.content().bytes()).read();
        Answer again = trial.replays(first, request);
        trial.expect(
                again.course().interim().isEmpty(),
                "no interim response",
                again.course().interim());
        trial.expectRuns(1);
    }
}
