/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;

/** Rows 89 to 91: clients that go away. */
final class DisconnectChecks {
    private DisconnectChecks() {}

    static void addTo(Checks checks) {
        checks.addTimed(89, DisconnectChecks::whileExecuting);
        checks.add(90, DisconnectChecks::whileUploading);
        checks.addTimed(91, DisconnectChecks::whileReading);
    }

    private static void whileExecuting(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/slow?ms=600");
        Wire wire = trial.start(request);
        trial.awaitRuns(1);
        wire.reset();
        Answer retry = trial.sendPatiently(request);
        trial.expect(retry.isSuccess(), "the result", retry);
        trial.expectMarked(retry);
        trial.expectRuns(1);
    }

    private static void whileUploading(Trial trial) throws IOException, InterruptedException {
        Request whole = trial.post("/echo").withBody("whole");
        trial.open()
                .sendHead(trial.authorized(whole.withBody(new byte[100])))
                .send("half")
                .reset();
        Request chunked = trial.authorized(whole.framed(Request.Framing.CHUNKED));
        trial.open().sendHead(chunked).send("4\r\nhalf\r\n").reset();
        trial.open().sendHead(chunked).send("8\r\nhalf").close();
        Answer answer = trial.sendPatiently(whole);
        trial.expect(answer.isSuccess() && !Trial.isReplay(answer), "a first execution of the whole", answer);
        trial.expect(answer.text().equals("whole"), "the whole upload", answer);
        trial.expectRuns(1);
        trial.replays(answer, whole);
        trial.expectRuns(1);
    }

    private static void whileReading(Trial trial) throws IOException, InterruptedException {
        int size = 400_000;
        Request request = trial.post("/large?bytes=" + size);
        Wire wire = trial.start(request);
        trial.expect(wire.head().isSuccess(), "a result", "another status");
        wire.reset();
        Answer retry = trial.sendPatiently(request);
        trial.expect(retry.isSuccess() && retry.isWhole(), "the result", retry);
        trial.expect(
                retry.body().length == size || BodyChecks.isOmitted(retry),
                "all bytes, or the word that they are omitted",
                retry.body().length + " bytes");
        trial.expectMarked(retry);
        trial.expectRuns(1);
    }
}
