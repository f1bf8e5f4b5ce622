/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.util.List;

/** Rows 106, 107, 110, 111, 113 and 114: whose key it is. */
final class ScopeChecks {
    private ScopeChecks() {}

    static void addTo(Checks checks) {
        checks.add(106, ScopeChecks::twoCallers);
        checks.add(107, ScopeChecks::twoOperations);
        checks.add(110, ScopeChecks::anonymous);
        checks.add(111, ScopeChecks::strangers);
        checks.addTimed(113, ScopeChecks::squatter);
        checks.add(114, ScopeChecks::hostileKeys);
    }

    private static void twoCallers(Trial trial) throws IOException {
        Request ofA = trial.post("/items").with(trial.callerA());
        Request ofB = trial.post("/items").with(trial.callerB());
        Answer firstA = trial.executes(ofA);
        Answer firstB = trial.executes(ofB);
        expectSame(trial, firstA, trial.replays(firstA, ofA));
        expectSame(trial, firstB, trial.replays(firstB, ofB));
        trial.expectRuns(2);
    }

    private static void expectSame(Trial trial, Answer first, Answer again) {
        trial.expect(again.all("Location").equals(first.all("Location")), "one's own " + first.all("Location"), again);
    }

    private static void twoOperations(Trial trial) throws IOException {
        trial.executes(trial.post("/echo"));
        Answer other = trial.send(trial.post("/optional/echo"));
        if (FingerprintChecks.isMismatch(other)) {
            trial.note("a caller's keys are shared by operations");
            trial.expectRuns(1);
            return;
        }
        trial.expect(other.isSuccess() && !Trial.isReplay(other), "an execution of the other operation", other);
        trial.replays(other, trial.post("/optional/echo"));
        trial.expectRuns(2);
    }

    private static void anonymous(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.sendAnonymously(request);
        if (List.of(400, 401, 403).contains(first.status())) {
            trial.note("refused with " + first.status());
            trial.expectRuns(0);
            return;
        }
        Answer again = trial.sendAnonymously(request);
        if (trial.runs() == 1) {
            throw Finding.notShown("callers without a token share a scope: the service has opted in");
        }
        trial.expect(!Trial.isReplay(again), "no replay to callers without credentials", again);
        trial.expectRuns(2);
    }

    private static void strangers(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request.with(trial.callerA()));
        Request stranger = request.with(Service.bearer("nobody-" + trial.key()));
        Answer used = trial.send(stranger);
        Answer unused = trial.send(stranger.withKey(quoted(trial.freshKey())));
        Answer mismatch = trial.send(stranger.withBody("other"));
        for (Answer each : List.of(used, unused, mismatch)) {
            trial.expectStatus(each, "refusal of a stranger", 401);
            trial.expect(!Trial.isReplay(each), "no replay for a stranger", "one");
            trial.expect(each.text().equals(unused.text()), "the same answer, key used or not", each);
        }
        trial.replays(first, request.with(trial.callerA()));
        trial.expectRuns(1);
    }

    private static void squatter(Trial trial) throws IOException, InterruptedException {
        Request request = trial.post("/slow?ms=500");
        Wire squatter = trial.start(request.with(trial.callerB()));
        trial.awaitRuns(1);
        trial.onceOnly(request.with(trial.callerA()));
        trial.expect(squatter.read().isSuccess(), "the other caller's own result", "another status");
        trial.onceOnly(request.with(trial.callerA()).withKey(quoted(trial.freshKey())));
        trial.expectRuns(3);
    }

    private static void hostileKeys(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        List<String> keys = List.of("\"'; DROP TABLE x--", "../../etc", "*", "{{7*7}}", "${jndi:ldap://x}");
        int runs = 0;
        for (String hostile : keys) {
            String own = trial.counted(hostile + trial.key());
            Request keyed = request.withKey(quoted(own.replace("\"", "\\\"")));
            trial.onceOnly(keyed);
            trial.expectRuns(++runs);
            Answer refused = trial.send(keyed.withBody("other"));
            FingerprintChecks.expectMismatch(trial, refused, "another body");
            trial.expect(!refused.text().contains(own), "an error that does not repeat the key", refused);
        }
    }
}
