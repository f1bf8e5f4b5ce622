/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Rows 92 and 127 to 130: jobs, redirections, events and asynchronous handlers. */
final class StreamChecks {
    /** Events are half a second apart when they are sent. */
    private static final Duration APART = Duration.ofMillis(200);

    private StreamChecks() {}

    static void addTo(Checks checks) {
        checks.addTimed(92, StreamChecks::containerTimeout);
        checks.add(127, StreamChecks::job);
        checks.add(128, StreamChecks::redirects);
        checks.addTimed(129, StreamChecks::events);
        checks.addTimed(130, StreamChecks::asynchronous);
    }

    private static void containerTimeout(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/async?ms=2500&timeout=300");
        Answer given = trial.send(request);
        if (given.isSuccess()) {
            throw Finding.notShown("POST /async takes no timeout=");
        }
        Answer during = trial.send(request);
        trial.expect(
                during.status() == 409 || Trial.isReplay(during), "409 while the handler runs on, or a wait", during);
        Answer after = trial.sendPatiently(request);
        trial.expect(
                after.status() == 409 || Trial.isReplay(after), "its answer at last, or a key that stays taken", after);
        trial.expectRuns(1);
    }

    private static void job(Trial trial) throws IOException {
        Request request = trial.post("/job");
        Answer first = trial.executes(request);
        trial.expectStatus(first, "an accepted job", 202);
        Answer again = trial.replays(first, request);
        trial.expect(again.all("Location").equals(first.all("Location")), "the first Location", again.headers());
        trial.expectRuns(1);
    }

    private static void redirects(Trial trial) throws IOException {
        Request see = trial.post("/redirect/303");
        Answer first = trial.send(see);
        Answer again = trial.replays(first, see);
        trial.expect(again.all("Location").equals(first.all("Location")), "the first Location", again.headers());
        long runs = 1;
        trial.expectRuns(runs);
        for (int status : List.of(307, 308)) {
            Request request = trial.post("/redirect/" + status).withKey(quoted(trial.freshKey()));
            for (int i = 0; i < 2; i++) {
                Answer answer = trial.send(request);
                trial.expectStatus(answer, "an execution of " + request.path(), status);
                trial.expect(!Trial.isReplay(answer), "no replay of " + status, "one");
                trial.expectRuns(++runs);
            }
        }
    }

    private static void events(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/sse?n=3");
        Wire wire = trial.start(request);
        trial.expect(wire.head().isSuccess(), "a stream", "another status");
        wire.until("event 1");
        long first = System.nanoTime();
        wire.until("event 2");
        Duration apart = Duration.ofNanos(System.nanoTime() - first);
        trial.expect(apart.compareTo(APART) > 0, "the first event before the second", "both at once");
        Answer during = trial.send(request);
        trial.expect(during.status() == 409, "409 while the stream runs", during);
        wire.until("event 3");
        Answer after = trial.sendPatiently(request);
        trial.expect(after.isSuccess(), "a replay after the stream", after);
        boolean omitted = BodyChecks.isOmitted(after);
        trial.expect(
                omitted || after.text().contains("event 3"), "all events, or the word that they are omitted", after);
        trial.note(omitted ? "omitted" : "replayed");
        trial.expectRuns(1);
    }

    private static void asynchronous(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/async?ms=700");
        Wire wire = trial.start(request);
        trial.awaitRuns(1);
        Answer during = trial.send(request);
        Answer original = wire.read();
        trial.expect(original.isSuccess(), "the result", original);
        trial.expect(during.status() == 409 || Trial.isReplay(during), "409 while the work runs, or a wait", during);
        trial.replays(original, request);
        trial.expectRuns(1);
    }
}
