/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Many keys, each sent again and again before the one before has ended, with connections cut at random points. */
final class StormExercise {
    private StormExercise() {}

    static void run(Scene scene, ExecutorService threads) throws IOException, InterruptedException {
        Description.Load load = scene.site().description().load();
        List<Intent> intents = new ArrayList<>();
        for (int i = 0; i < load.stormKeys(); i++) {
            intents.add(scene.intent());
        }
        long seed = System.nanoTime();
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Future<?>> running = new ArrayList<>();
        for (int attempt = 0; attempt < load.stormAttempts(); attempt++) {
            for (Intent intent : intents) {
                SplittableRandom random = seeds.split();
                running.add(threads.submit(() -> attempt(scene, intent, random)));
            }
        }
        await(running);
        List<Future<?>> last = new ArrayList<>();
        for (Intent intent : intents) {
            last.add(threads.submit(() -> scene.insist(intent)));
        }
        await(last);
        scene.note(intents.size() * (load.stormAttempts() + 1) + " requests for " + intents.size() + " keys, seed "
                + seed);
        scene.letSettle();
        scene.expectEachOnce();
    }

    private static void attempt(Scene scene, Intent intent, SplittableRandom random) {
        try (Wire wire = scene.open(random.nextInt(2))) {
            byte[] all = scene.site().bytes(intent.request());
            switch (random.nextInt(5)) {
                case 0 ->
                    wire.send(Arrays.copyOf(all, random.nextInt(all.length))).reset();
                case 1 -> wire.send(all).reset();
                case 2 -> {
                    wire.send(all);
                    scene.pause(random.nextInt(20));
                    wire.reset();
                }
                case 3 -> {
                    wire.send(all).head();
                    wire.reset();
                }
                default -> wire.send(all).read(intent.request().method());
            }
        } catch (IOException e) {
            // in a storm connections break; what counts are the effects
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(List<Future<?>> running) throws IOException, InterruptedException {
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure; // a finding of its own thread
                }
                throw new IOException(e.getCause());
            }
        }
    }
}
