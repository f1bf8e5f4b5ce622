/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.Level;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Connections that break off at every point, and clients that take their time. */
final class CutExercises {
    private static final Duration HANDLER_RUNS = Duration.ofMillis(20);
    private static final int PIECES = 50;
    private static final long BETWEEN_PIECES_MILLIS = 4;

    private CutExercises() {}

    static List<Exercise> all() {
        return List.of(
                new Exercise(
                        "The connection is reset right after the request; the retry finds one effect",
                        Level.M,
                        scene -> cut(scene, Wire::reset)),
                new Exercise(
                        "The client closes while the handler runs; the retry finds one effect",
                        Level.M,
                        scene -> cut(scene, wire -> {
                            wire.hearsWithin(HANDLER_RUNS);
                            wire.close();
                        })),
                new Exercise(
                        "The answer is cut before its headers; the retry finds one effect",
                        Level.M,
                        scene -> cut(scene, wire -> {
                            wire.hearsWithin(scene.site().term().patience());
                            wire.reset();
                        })),
                new Exercise(
                        "The answer is cut after its headers; the retry finds one effect",
                        Level.M,
                        scene -> cut(scene, wire -> {
                            wire.head();
                            wire.reset();
                        })),
                new Exercise(
                        "The answer is cut in its body; the retry finds one effect", Level.M, CutExercises::inBody),
                new Exercise(
                        "A request that breaks off takes no effect, and whole it takes one",
                        Level.M,
                        CutExercises::halfRequest),
                new Exercise(
                        "A client that sends byte by byte and reads late takes effect once",
                        Level.M,
                        CutExercises::slowly));
    }

    /** How a connection ends. */
    @FunctionalInterface
    private interface End {
        void of(Wire wire) throws IOException;
    }

    private static void cut(Scene scene, End end) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        end.of(scene.start(intent.request()));
        scene.insist(intent);
        scene.expectEachOnce();
    }

    private static void inBody(Scene scene) throws IOException, InterruptedException {
        cut(scene, wire -> {
            Answer head = wire.head();
            // one byte of the body, if it has any
            if (!head.header("Content-Length").orElse("1").equals("0")) {
                wire.hearsWithin(scene.site().term().patience());
            }
            wire.reset();
        });
    }

    private static void halfRequest(Scene scene) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        byte[] body = intent.request().content().bytes();
        if (body.length > 1) {
            scene.open(0)
                    .sendHead(intent.request())
                    .send(Arrays.copyOf(body, body.length / 2))
                    .close();
            scene.open(0)
                    .sendHead(intent.request())
                    .send(Arrays.copyOf(body, body.length - 1))
                    .reset();
            scene.letSettle();
            scene.expectEffects(0);
        }
        scene.insist(intent);
        scene.expectEachOnce();
    }

    private static void slowly(Scene scene) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        byte[] all = scene.site().bytes(intent.request());
        int piece = Math.max(1, all.length / PIECES);
        Wire wire = scene.open(0);
        for (int at = 0; at < all.length; at += piece) {
            wire.send(Arrays.copyOfRange(all, at, Math.min(all.length, at + piece)));
            scene.pause(BETWEEN_PIECES_MILLIS);
        }
        scene.letSettle();
        Answer answer = wire.read(intent.request().method());
        scene.expect(scene.isSuccess(answer), "a success for a slow client", answer);
        scene.insist(intent);
        scene.expectEachOnce();
    }
}
