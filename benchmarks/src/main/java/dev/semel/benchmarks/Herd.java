/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import dev.semel.Attempt;
import dev.semel.Bytes;
import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.KeyedHash;
import dev.semel.Operation;
import dev.semel.WaitStrategy;
import dev.semel.benchmarks.Measurement.Goal;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * P6: a thousand callers wait in one JVM for a key that another node runs, while others work. Rounds with and without the
 * herd take turns.
 */
final class Herd implements Figure {
    private static final int WAITERS = 1_000;
    private static final int OTHERS = 8;

    @Override
    public String id() {
        return "P6";
    }

    @Override
    public List<Measurement> measure(Extent extent, Contest.Progress progress) throws InterruptedException {
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        IdempotencyPolicy leased = IdempotencyPolicy.leased().withLease(Duration.ofSeconds(30));
        Operation<Bytes> pay = Calls.operation(leased);
        Call running = Calls.call("running " + UUID.randomUUID());
        try (Database database = Database.start();
                IdempotentExecutor elsewhere = IdempotentExecutor.builder(
                                JdbcIdempotencyStore.open(database.pool(), options))
                        .build()) {
            CountingStore store = new CountingStore(
                    JdbcIdempotencyStore.open(database.pool(), options),
                    KeyedHash.unkeyed().cellId(new Cell(running.scope(), pay.name(), running.key())));
            try (IdempotentExecutor here = IdempotentExecutor.builder(store).build()) {
                Attempt<Bytes> held = elsewhere.begin(pay, running);
                List<Measurement> measured =
                        new Rounds(extent.withThreads(OTHERS), store, here, database).measure(running, progress);
                ((Attempt.Running<Bytes>) held).complete(Calls.ANSWER);
                return measured;
            }
        }
    }

    /** What is needed in each round. */
    private record Rounds(Extent extent, CountingStore store, IdempotentExecutor here, Database database) {
        List<Measurement> measure(Call running, Contest.Progress progress) throws InterruptedException {
            List<Double> alone = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            List<Double> asked = new ArrayList<>();
            String run = UUID.randomUUID().toString();
            Operation<Bytes> pay = Calls.operation(IdempotencyPolicy.leased());
            Side others = number -> here.call(pay, Calls.call(run + number), execution -> {
                database.commitOne(number);
                return Calls.ANSWER;
            });
            try (Load load = new Load(extent)) {
                for (int round = 0; round <= extent.rounds(); round++) {
                    progress.tell(round, extent.rounds(), "without herd");
                    double without = load.rate(others);
                    progress.tell(round, extent.rounds(), "with herd");
                    store.take();
                    long begin = System.nanoTime();
                    ExecutorService herd = herd(running);
                    double with = load.rate(others);
                    double seconds = (System.nanoTime() - begin) / 1e9;
                    herd.shutdownNow();
                    if (round > 0) {
                        alone.add(without);
                        beside.add(with);
                        asked.add(store.take() / seconds);
                    }
                }
            }
            return List.of(
                    new Measurement(
                            "P6a",
                            "store statements a second of 1,000 waiters for one key that runs on another node",
                            Goal.atMost(3),
                            "",
                            asked),
                    Measurement.ratio(
                            "P6b",
                            "rate of other keys with those waiters beside without, 8 threads",
                            Goal.atLeast(0.9),
                            new Rates(alone, beside)));
        }

        private ExecutorService herd(Call running) {
            Operation<Bytes> waiting =
                    Calls.operation(IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofMinutes(5))));
            ExecutorService herd = Executors.newFixedThreadPool(WAITERS);
            for (int i = 0; i < WAITERS; i++) {
                herd.execute(() -> here.execute(waiting, running, execution -> Calls.ANSWER));
            }
            return herd;
        }
    }
}
