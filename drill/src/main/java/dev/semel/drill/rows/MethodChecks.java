/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.List;

/** Rows 26 to 31: which methods are guarded. */
final class MethodChecks {
    private MethodChecks() {}

    static void addTo(Checks checks) {
        checks.add(26, MethodChecks::reads);
        checks.add(27, MethodChecks::readsWithBadKeys);
        checks.add(28, MethodChecks::optionsAndTrace);
        checks.add(29, MethodChecks::postAndPatch);
        checks.add(30, MethodChecks::putAndDelete);
        checks.add(31, MethodChecks::precondition);
    }

    private static void reads(Trial trial) throws IOException {
        Request get = Request.of("GET", "/counter").withKey(quoted(trial.key()));
        Answer first = trial.executes(get);
        trial.executes(trial.post("/echo").withKey(quoted(trial.freshKey())));
        Answer second = trial.executes(get);
        trial.expect(!first.text().equals(second.text()), "a GET that sees the write before it", second);
        Request head = Request.of("HEAD", "/counter").withKey(quoted(trial.key()));
        trial.executes(head);
        trial.executes(head);
    }

    private static void readsWithBadKeys(Trial trial) throws IOException {
        Request get = Request.of("GET", "/echo");
        Answer without = trial.send(get);
        Answer malformed = trial.send(get.withKey("\"abc"));
        trial.expect(without.status() != 400, "a GET without key to pass", without);
        trial.expect(
                malformed.status() == without.status(), "a GET with a malformed key to pass: " + without, malformed);
        Answer counter = trial.send(Request.of("GET", "/counter").withKey("\"abc"));
        trial.expectStatus(counter, "a GET with a malformed key to pass", 200);
    }

    private static void optionsAndTrace(Trial trial) throws IOException {
        for (String method : List.of("OPTIONS", "TRACE")) {
            Request request = Request.of(method, "/echo");
            Answer without = trial.send(request);
            trial.expect(without.status() != 400 && !without.isProblem(), method + " without a key to pass", without);
            Answer malformed = trial.send(request.withKey("\"abc"));
            trial.expect(malformed.status() == without.status(), method + " with a malformed key to pass", malformed);
        }
        Answer preflight = trial.send(Request.of("OPTIONS", "/echo")
                .with("Origin: https://shop.example")
                .with("Access-Control-Request-Method: POST")
                .with("Access-Control-Request-Headers: idempotency-key"));
        trial.expect(preflight.status() != 400 && !preflight.isProblem(), "a preflight to pass", preflight);
    }

    private static void postAndPatch(Trial trial) throws IOException {
        trial.onceOnly(trial.post("/echo"));
        String other = trial.freshKey();
        trial.onceOnly(trial.request("PATCH", "/items/" + other).withKey(quoted(other)));
        trial.expectRuns(2);
        Answer post = trial.send(trial.unkeyed("POST", "/echo"));
        Answer patch = trial.send(trial.unkeyed("PATCH", "/items/" + other));
        trial.expect(post.status() == patch.status(), "PATCH to want a key like POST: " + post, patch);
    }

    private static void putAndDelete(Trial trial) throws IOException {
        String path = "/items/" + trial.key();
        Answer created = trial.executes(trial.request("PUT", path));
        Answer again = trial.send(trial.request("PUT", path));
        trial.expect(again.isSuccess(), "a second PUT to execute, or to replay", again);
        String other = trial.freshKey();
        Request delete = trial.request("DELETE", path).withKey(quoted(other));
        trial.executes(delete);
        Answer gone = trial.send(delete);
        boolean replays = Trial.isReplay(gone);
        trial.expect(replays == Trial.isReplay(again), "PUT and DELETE to be treated alike", again + " and " + gone);
        if (replays) {
            trial.expectStatus(again, "a replay of PUT", created.status());
            trial.expect(gone.isSuccess(), "a replay of DELETE", gone);
        }
        trial.expectRuns(replays ? 2 : 4);
        trial.note(replays ? "both replay" : "both are ignored");
    }

    private static void precondition(Trial trial) throws IOException {
        Answer created = trial.executes(trial.post("/items"));
        String location = created.header("Location").orElse("");
        String tag = created.header("ETag").orElse("");
        if (!location.startsWith("/items/") || tag.isEmpty()) {
            throw Finding.notShown("POST /items answers no Location /items/{id} with an ETag");
        }
        Request change = trial.request("PATCH", location)
                .withKey(quoted(trial.freshKey()))
                .with("If-Match: " + tag);
        trial.onceOnly(change);
        trial.expectRuns(2);
    }
}
