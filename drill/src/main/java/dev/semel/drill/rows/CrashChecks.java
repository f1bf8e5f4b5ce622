/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;

/**
 * Rows 57, 93, 94, 96 and 103: attempts that outlive their lease, or die. The retry goes to another node: one that knows
 * its own attempt to run need not look at a lease.
 */
final class CrashChecks {
    /** The first execution takes its time, one that takes over does not. */
    private static final String SLOW = "/slow?ms=2000&again=0";

    private CrashChecks() {}

    static void addTo(Checks checks) {
        checks.addInterfering(57, (trial, faults) -> {
            faults.order("/times?lease=1500");
            Answer original = outlives(trial);
            trial.expect(original.isSuccess(), "the result", original);
        });
        checks.addInterfering(93, CrashChecks::crash);
        checks.addInterfering(94, CrashChecks::quarantine);
        checks.addInterfering(96, CrashChecks::lateOwner);
        checks.addInterfering(103, CrashChecks::longerThanTheRetention);
    }

    private static void longerThanTheRetention(Trial trial, Interference faults)
            throws IOException, InterruptedException {
        boolean joined = faults.isJoined();
        faults.order("/times?lease=1500&retention=1500");
        Answer original = outlives(trial);
        if (joined && !original.isSuccess()) {
            trial.note("a transaction that outlives the retention is rolled back");
        } else {
            trial.expect(original.isSuccess(), "the result", original);
        }
    }

    /** The handler takes longer than its lease and, where that is short too, than the retention. */
    private static Answer outlives(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/slow?ms=2700");
        Wire first = trial.start(request);
        trial.awaitRuns(1);
        trial.pause(2000);
        Answer duplicate = trial.send(request);
        trial.expect(
                duplicate.status() == 409 || Trial.isReplay(duplicate),
                "409 while the handler runs, or a wait",
                duplicate);
        Answer original = first.read();
        trial.expectRuns(1);
        return original;
    }

    private static Request running(Trial trial, String path) throws IOException, InterruptedException {
        Request request = trial.post(path);
        Wire lost = trial.start(request);
        trial.awaitRuns(1);
        trial.expect(!lost.hearsWithin(Duration.ofMillis(1)), "a handler that runs", "its answer");
        return request;
    }

    private static void crash(Trial trial, Interference faults) throws IOException, InterruptedException {
        Request request = running(trial, SLOW);
        faults.order("/attempts/abandon");
        if (faults.isJoined()) {
            trial.note("free as soon as the transaction is");
        } else {
            Answer early = trial.sendTo(1, request);
            trial.expectStatus(early, "refusal of a duplicate before the lease ends", 409);
            faults.endLeases();
        }
        Answer retry = trial.sendPatientlyTo(1, request);
        trial.expect(retry.isSuccess() && !Trial.isReplay(retry), "an execution after the crash", retry);
        trial.replays(retry, trial.sendTo(1, request), request);
        trial.expectRuns(2);
    }

    private static void quarantine(Trial trial, Interference faults) throws IOException, InterruptedException {
        Request request = running(trial, "/held" + SLOW);
        faults.order("/attempts/abandon");
        for (int i = 0; i < 2; i++) {
            faults.endLeases();
            Answer answer = trial.sendTo(1, request);
            trial.expectStatus(answer, "refusal for as long as nobody knows what happened", 409);
            trial.expect(answer.header("Retry-After").isEmpty(), "no Retry-After: waiting does not help", answer);
        }
        trial.expectRuns(1);
    }

    private static void lateOwner(Trial trial, Interference faults) throws IOException, InterruptedException {
        Request request = trial.post(SLOW);
        Wire late = trial.start(request);
        trial.awaitRuns(1);
        if (faults.isJoined()) {
            faults.order("/attempts/abandon");
        } else {
            faults.endLeases();
        }
        Answer winner = trial.sendPatientlyTo(1, request);
        trial.expect(winner.isSuccess() && !Trial.isReplay(winner), "an execution in the late one's place", winner);
        Answer loser = late.read();
        trial.expect(
                !loser.isSuccess() || loser.text().equals(winner.text()),
                "the later result, or an error, from the late owner",
                loser + " " + loser.text());
        trial.replays(winner, request);
        trial.expectRuns(2);
    }
}
