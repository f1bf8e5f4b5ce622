/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.util.List;

/** Rows 1 to 9, 12, 13 and 16: the value of the header. */
final class KeySyntaxChecks {
    private KeySyntaxChecks() {}

    static void addTo(Checks checks) {
        checks.add(1, trial -> {
            trial.executes(trial.post("/echo"));
            trial.expectRuns(1);
        });
        checks.add(2, trial -> {
            trial.onceOnly(trial.post("/echo"));
            trial.expectRuns(1);
        });
        checks.add(3, KeySyntaxChecks::quotedAndBare);
        checks.add(4, trial -> bareUuid(trial, '8'));
        checks.add(5, trial -> {
            boolean digit = bareUuid(trial, '8');
            boolean letter = bareUuid(trial, 'a');
            trial.expect(digit == letter, "the same for both", "one is accepted and the other not");
        });
        checks.add(6, KeySyntaxChecks::escapes);
        checks.add(7, KeySyntaxChecks::malformed);
        checks.add(8, trial -> allRefused(trial, List.of("", "\"\"", "\"   \"")));
        checks.add(9, KeySyntaxChecks::parameters);
        checks.add(12, KeySyntaxChecks::controlAndHighBytes);
        checks.add(13, KeySyntaxChecks::length);
        checks.add(16, KeySyntaxChecks::letterCase);
        checks.add(19, KeySyntaxChecks::format);
    }

    private static void quotedAndBare(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request);
        Answer bare = trial.send(request.withKey(trial.key()));
        if (bare.status() == 400) {
            trial.note("strict: bare keys are refused");
        } else {
            trial.replays(first, bare, request);
        }
        trial.expectRuns(1);
    }

    /** Whether it is accepted. */
    private static boolean bareUuid(Trial trial, char start) throws IOException {
        long before = trial.runs();
        Request request = trial.post("/echo").withKey(start + trial.freshKey().substring(1));
        Answer first = trial.send(request);
        if (first.status() == 400) {
            trial.note("strict: bare keys are refused");
            trial.expectRuns(before);
            return false;
        }
        trial.expect(first.isSuccess(), "an execution, or 400 in a strict service", first);
        trial.replays(first, request);
        trial.expectRuns(before + 1);
        return true;
    }

    private static void escapes(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        trial.onceOnly(request.withKey(quoted(trial.key() + "a\\\"b\\\\c")));
        trial.executes(request.withKey(quoted(trial.key() + "ab\\\\c")));
        trial.expectRuns(2);
    }

    private static void malformed(Trial trial) throws IOException {
        allRefused(trial, List.of("\"a\\nb\"", "\"abc", "\"abc\"x", "'abc'", "?1", ":aGk=:", "(a b)", "%\"x\""));
    }

    private static void allRefused(Trial trial, List<String> values) throws IOException {
        for (String value : values) {
            Answer answer = trial.send(trial.post("/echo").withKey(value));
            trial.expectStatus(answer, "refusal of the key " + value, 400);
        }
        trial.expectRuns(0);
    }

    private static void parameters(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        Answer first = trial.executes(request.withKey(quoted(trial.key()) + ";v=1"));
        trial.replays(first, request);
        trial.expectStatus(trial.send(request.withKey(trial.key() + ";v=1")), "refusal of a bare key with ;v=1", 400);
        trial.expectRuns(1);
    }

    /** A line end inside the value makes another line of the rest, which the server refuses, or drops the connection. */
    private static void controlAndHighBytes(Trial trial) throws IOException {
        for (char bad : "\t\u0001\u007f\u0080\u00e9\u0000\r\n".toCharArray()) {
            String name = String.format("refusal of byte 0x%02x in a key", (int) bad);
            try {
                Answer answer = trial.send(trial.post("/echo").withKey(quoted(trial.key() + bad + 'b')));
                trial.expect(answer.status() == 400, name + " with 400", answer);
            } catch (IOException e) {
                trial.note("some bytes end the connection");
            }
        }
        trial.expectRuns(0);
    }

    private static void length(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        String longest = trial.key() + "k".repeat(255 - trial.key().length());
        trial.onceOnly(request.withKey(quoted(longest)));
        trial.expectStatus(trial.send(request.withKey(quoted(longest + 'k'))), "refusal of 256 characters", 400);
        trial.expectRuns(1);
    }

    private static void letterCase(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        trial.onceOnly(request.withKey(quoted("ABC" + trial.key())));
        trial.onceOnly(request.withKey(quoted("abc" + trial.key())));
        trial.expectRuns(2);
    }

    private static void format(Trial trial) throws IOException {
        Request request = trial.post("/echo");
        trial.executes(request);
        if (trial.send(request.withKey(quoted("no-uuid-" + trial.key()))).status() != 400) {
            throw Finding.notShown("any key is accepted");
        }
        trial.expectRuns(1);
    }
}
