/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.Feature;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows 46, 50 to 56, 59 and 125: duplicates of what is running. */
final class ConcurrencyChecks {
    private static final int CROWD = 100;
    private static final int FEW = 10;
    private static final Duration FAILING = Duration.ofMillis(1500);
    private static final String SLOW = "/slow?ms=1200";

    private ConcurrencyChecks() {}

    static void addTo(Checks checks) {
        checks.addTimed(46, ConcurrencyChecks::mismatchWhileRunning);
        checks.addTimed(50, ConcurrencyChecks::duplicate);
        checks.addTimed(51, ConcurrencyChecks::retryAfter);
        checks.addTimed(52, ConcurrencyChecks::crowd);
        checks.addTimed(53, ConcurrencyChecks::afterCompletion);
        checks.addTimed(54, ConcurrencyChecks::waiting);
        checks.addTimed(55, ConcurrencyChecks::released);
        checks.addTimed(56, ConcurrencyChecks::differentKeys);
        checks.add(59, ConcurrencyChecks::pipelined);
        checks.addTimed(125, ConcurrencyChecks::otherNode);
    }

    private static Wire running(Trial trial) throws IOException, InterruptedException {
        Wire first = trial.start(trial.post(SLOW));
        trial.awaitRuns(1);
        return first;
    }

    private static void mismatchWhileRunning(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Answer other = trial.send(trial.post(SLOW).withBody("other"));
        FingerprintChecks.expectMismatch(trial, other, "another body while the original runs");
        trial.expect(!first.hearsWithin(Duration.ofMillis(1)), "a refusal at once", "it came after the end");
        trial.expect(first.read().isSuccess(), "the original to be unharmed", "it failed");
        trial.expectRuns(1);
    }

    private static void duplicate(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Answer duplicate = trial.send(trial.post(SLOW));
        Answer original = first.read();
        trial.expect(original.isSuccess(), "the original to be answered", original);
        if (duplicate.status() == 409) {
            trial.expect(!Trial.isReplay(duplicate), "a conflict without a marker", duplicate);
            trial.note("409");
        } else {
            trial.replays(original, duplicate, trial.post(SLOW));
            trial.note("the duplicate waits");
        }
        trial.expectRuns(1);
    }

    /** The answer to a duplicate while the original runs. */
    private static Answer conflict(Trial trial) throws IOException, InterruptedException {
        running(trial);
        Answer duplicate = trial.send(trial.post(SLOW));
        if (Trial.isReplay(duplicate)) {
            throw Finding.notShown("duplicates wait, see row 54");
        }
        trial.expectStatus(duplicate, "refusal of a duplicate", 409);
        return duplicate;
    }

    private static void retryAfter(Trial trial) throws IOException, InterruptedException {
        Answer duplicate = conflict(trial);
        Optional<String> after = duplicate.header("Retry-After");
        trial.expect(
                after.filter(value -> value.matches("[1-9][0-9]{0,8}")).isPresent(),
                "Retry-After with at least one second",
                after.orElse("none"));
    }

    private static void crowd(Trial trial) throws IOException {
        boolean two = trial.findings().has(Feature.PEER);
        Request request = trial.post("/slow?ms=300");
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            wires.add(trial.open(two ? i % 2 : 0));
        }
        for (Wire wire : wires) {
            wire.send(trial.authorized(request));
        }
        int first = 0;
        for (Wire wire : wires) {
            Answer answer = wire.read();
            trial.expect(answer.isSuccess() || answer.status() == 409, "the result, a replay or 409", answer);
            first += answer.isSuccess() && !Trial.isReplay(answer) ? 1 : 0;
            wire.close();
        }
        trial.expectRuns(1);
        trial.expect(first == 1 || trial.findings().marker().isEmpty(), "one unmarked result", first + " of them");
        trial.note(two ? "over two nodes" : "at one node");
    }

    private static void afterCompletion(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Answer duplicate = trial.send(trial.post(SLOW));
        Answer original = first.read();
        trial.expect(
                duplicate.status() == 409 || Trial.isReplay(duplicate), "409 for the duplicate, or a wait", duplicate);
        trial.replays(original, trial.post(SLOW));
        trial.replays(original, trial.post(SLOW));
        trial.expectRuns(1);
    }

    private static void waiting(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Wire leaver = trial.start(trial.post(SLOW));
        Answer duplicate = trial.send(trial.post(SLOW));
        leaver.reset();
        if (duplicate.status() == 409) {
            throw Finding.notShown("duplicates do not wait, see row 50");
        }
        trial.replays(first.read(), duplicate, trial.post(SLOW));
        trial.expectRuns(1);
    }

    /** A status that releases the key, after a while. */
    private static void released(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/status/503?ms=" + FAILING.toMillis());
        long start = System.nanoTime();
        Wire first = trial.start(request);
        trial.awaitRuns(1);
        Wire duplicate = trial.start(request);
        trial.pause(300);
        trial.expectRuns(1);
        trial.expectStatus(first.read(), "an execution of " + request.path(), 503);
        if (System.nanoTime() - start < FAILING.toNanos()) {
            throw Finding.notShown("POST /status/{code} takes no ms=");
        }
        if (duplicate.read().status() == 409) {
            takenOver(trial, request);
        } else {
            trial.note("the waiting duplicate takes over");
        }
        trial.expectRuns(2);
    }

    private static void takenOver(Trial trial, Request request) throws IOException {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            wires.add(trial.open());
        }
        for (Wire wire : wires) {
            wire.send(trial.authorized(request));
        }
        int owners = 0;
        for (Wire wire : wires) {
            Answer answer = wire.read();
            trial.expectStatus(answer, "an execution, or refusal of a duplicate", 503, 409);
            owners += answer.status() == 503 ? 1 : 0;
        }
        trial.expect(owners == 1, "one of " + FEW + " to take over", owners);
    }

    private static void differentKeys(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Wire second = trial.start(trial.post(SLOW).withKey(quoted(trial.freshKey())));
        trial.awaitRuns(2);
        trial.expect(
                !first.hearsWithin(Duration.ofMillis(100)),
                "two executions side by side",
                "the second after the first");
        trial.expect(first.read().isSuccess() && second.read().isSuccess(), "two results", "a failure");
        trial.expectRuns(2);
    }

    private static void pipelined(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Request other = request.withKey(quoted(trial.freshKey())).withBody("another");
        Wire wire = trial.start(request).send(trial.authorized(request)).send(trial.authorized(other));
        Answer first = wire.read();
        Answer again = wire.read();
        Answer third = wire.read();
        trial.expect(first.isSuccess() && !Trial.isReplay(first), "a first execution", first);
        if (again.status() != 409) {
            trial.replays(first, again, request);
        }
        trial.expect(third.text().equals("another"), "answers in the order of the requests", third);
        trial.expectRuns(2);
    }

    private static void otherNode(Trial trial) throws IOException, InterruptedException {
        Wire first = running(trial);
        Answer resent = trial.sendTo(1, trial.post(SLOW));
        Answer original = first.read();
        trial.expect(original.isSuccess(), "the original to be answered", original);
        trial.expect(resent.status() == 409 || Trial.isReplay(resent), "409 at the other node, or a wait", resent);
        trial.replays(original, trial.sendTo(1, trial.post(SLOW)), trial.post(SLOW));
        trial.expectRuns(1);
    }
}
