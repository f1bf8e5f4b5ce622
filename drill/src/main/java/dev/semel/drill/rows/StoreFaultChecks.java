/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;

/** Rows 58, 97, 98, 100 to 102 and 112: the store fails, time passes, a permission is taken away. */
final class StoreFaultChecks {
    private StoreFaultChecks() {}

    static void addTo(Checks checks) {
        checks.addInterfering(58, StoreFaultChecks::lostConfirmation);
        checks.addInterfering(97, StoreFaultChecks::withoutStore);
        checks.addInterfering(98, StoreFaultChecks::failureAtTheEnd);
        checks.addInterfering(100, StoreFaultChecks::unreadable);
        checks.addInterfering(101, StoreFaultChecks::expired);
        checks.addInterfering(102, StoreFaultChecks::purged);
        checks.addInterfering(112, StoreFaultChecks::revoked);
    }

    private static void lostConfirmation(Trial trial, Interference faults) throws IOException {
        // within a transaction nothing is confirmed but its commit
        faults.order("/store/fail?fault=lose-answer&verb=" + (faults.isJoined() ? "commit" : "claim"));
        trial.onceOnly(trial.post("/echo"));
        trial.expectRuns(1);
    }

    private static void withoutStore(Trial trial, Interference faults) throws IOException {
        faults.order("/store/stop");
        Request request = trial.post("/echo");
        Answer refused = trial.send(request);
        trial.expectStatus(refused, "refusal without a store", 503);
        trial.expect(refused.header("Retry-After").isPresent(), "Retry-After", "none");
        trial.expectRuns(0);
        faults.order("/store/start");
        trial.onceOnly(request);
        trial.expectRuns(1);
    }

    /** Where effect and record commit together, the answer is that of both; else the effect is told of all the same. */
    private static void failureAtTheEnd(Trial trial, Interference faults) throws IOException, InterruptedException {
        boolean joined = faults.isJoined();
        faults.order("/store/fail?verb=complete&fault=lose-request&times=1000");
        Request request = trial.post("/echo");
        if (joined) {
            Answer first = trial.send(request);
            trial.expect(first.status() >= 500, "an error, as everything is rolled back", first);
            faults.heal();
            trial.onceOnly(request);
            trial.note("rolled back, and executed by the retry");
            return;
        }
        faults.order("/times?lease=1500");
        Wire wire = trial.start(request);
        trial.awaitRuns(1);
        trial.expectStatus(trial.send(request), "refusal while the lease lives", 409);
        Answer first = wire.read();
        trial.expect(first.isSuccess() && !Trial.isReplay(first), "the handler's answer", first);
        trial.expectRuns(1);
    }

    private static void unreadable(Trial trial, Interference faults) throws IOException {
        Request request = trial.post("/echo");
        trial.executes(request);
        faults.order("/store/damage");
        for (int i = 0; i < 2; i++) {
            trial.expectStatus(trial.send(request), "refusal of an unreadable record", 503);
        }
        trial.expectRuns(1);
    }

    private static void expired(Trial trial, Interference faults) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request);
        faults.advance(faults.millis("retentionMillis") / 2);
        trial.replays(first, request);
        faults.endRetentions();
        trial.onceOnly(request);
        trial.expectRuns(2);
    }

    private static void purged(Trial trial, Interference faults) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request);
        faults.order("/store/purge");
        trial.replays(first, request);
        faults.endRetentions();
        trial.onceOnly(request);
        trial.expectRuns(2);
        Request other = request.withKey(quoted(trial.freshKey()));
        trial.executes(other);
        faults.endRetentions();
        faults.order("/store/purge");
        trial.onceOnly(other);
        trial.expectRuns(4);
    }

    private static void revoked(Trial trial, Interference faults) throws IOException {
        Request request = trial.post("/echo").with(trial.callerA());
        Answer first = trial.executes(request);
        faults.order("/grants/revoke?user=" + trial.callerA().replaceFirst(".* ", ""));
        Answer refused = trial.send(request);
        trial.expectStatus(refused, "refusal of a caller without the permission", 403);
        trial.expect(!Trial.isReplay(refused), "no replay", refused);
        trial.expect(!refused.text().equals(first.text()), "nothing of the first answer", refused.text());
        faults.heal();
        trial.replays(first, request);
        trial.expectRuns(1);
    }
}
