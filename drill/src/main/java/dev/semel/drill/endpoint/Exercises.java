/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.Level;
import dev.semel.drill.rows.Finding;
import dev.semel.drill.wire.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The drills, in their order. The first is the control of all: a counter that stands still would pass everything. */
final class Exercises {
    private static final int IN_SEQUENCE = 5;

    private Exercises() {}

    static List<Exercise> all(ExecutorService threads) {
        List<Exercise> all = new ArrayList<>(List.of(
                new Exercise("A new key takes effect once, and the next new key again", Level.M, Exercises::control),
                new Exercise("Duplicates one after another take effect once", Level.M, Exercises::inSequence),
                new Exercise("Each retry gets the first answer: status and body", Level.S, Exercises::sameAnswer),
                new Exercise(
                        "Duplicates at the same time take effect once", Level.M, scene -> inParallel(scene, threads)),
                new Exercise(
                        "Another payload under a used key takes no effect, and the first one replays",
                        Level.M,
                        Exercises::changedPayload)));
        all.addAll(CutExercises.all());
        all.add(new Exercise(
                "A storm of retries, most of them cut off, takes effect once for each key",
                Level.M,
                scene -> StormExercise.run(scene, threads)));
        all.add(new Exercise("Without a key the request is refused", Level.D, Exercises::withoutKey));
        return all;
    }

    private static void control(Scene scene) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Answer answer = scene.send(0, scene.intent().request());
            scene.expect(scene.isSuccess(answer), "a success for a new request", answer);
        }
        scene.expectEachOnce();
    }

    private static void inSequence(Scene scene) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        scene.insist(intent);
        for (int i = 1; i < IN_SEQUENCE; i++) {
            Answer again = scene.send(i, intent.request());
            scene.expect(scene.isSuccess(again) || scene.isConflict(again), "the first answer, or a conflict", again);
        }
        scene.expectEachOnce();
    }

    private static void sameAnswer(Scene scene) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        Answer first = scene.insist(intent);
        for (int node = 0; node < Math.max(2, scene.site().nodes()); node++) {
            Answer again = scene.insistAt(node, intent);
            scene.expect(again.status() == first.status(), "status " + first.status(), again);
            scene.expect(Arrays.equals(again.body(), first.body()), "the bytes of the first answer", again);
        }
    }

    private static void inParallel(Scene scene, ExecutorService threads) throws IOException, InterruptedException {
        Intent intent = scene.intent();
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < scene.site().description().load().parallel(); i++) {
            int node = i;
            answers.add(threads.submit(() -> scene.send(node, intent.request())));
        }
        int successes = 0;
        for (Future<Answer> future : answers) {
            Answer answer = got(future);
            successes += scene.isSuccess(answer) ? 1 : 0;
            scene.expect(
                    scene.isSuccess(answer) || scene.isConflict(answer),
                    "for each duplicate the answer or a conflict",
                    answer);
        }
        scene.insist(intent);
        scene.note(successes + " of " + answers.size() + " got the answer at once");
        scene.expectEachOnce();
    }

    private static Answer got(Future<Answer> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void changedPayload(Scene scene) throws IOException, InterruptedException {
        if (scene.site().description().changed().isEmpty()) {
            throw Finding.notShown("the description has no changed body");
        }
        Intent intent = scene.intent();
        Answer first = scene.insist(intent);
        Answer other = scene.send(0, intent.changed());
        scene.expect(
                scene.site().description().answers().mismatch().contains(other.status()),
                "a refusal of the other payload with one of "
                        + scene.site().description().answers().mismatch(),
                other);
        Answer again = scene.insist(intent);
        scene.expect(Arrays.equals(again.body(), first.body()), "the bytes of the first answer afterwards", again);
        scene.expectEachOnce();
    }

    private static void withoutKey(Scene scene) throws IOException {
        if (!scene.site().description().canGoWithoutKey()) {
            throw Finding.notShown("the key is part of the request");
        }
        Answer answer = scene.send(0, scene.site().withoutKey(scene.intent().request()));
        if (scene.isSuccess(answer)) {
            throw Finding.notShown("the key is optional here: without one the request executes, unprotected");
        }
        scene.expect(answer.status() >= 400 && answer.status() < 500, "a refusal", answer);
    }
}
