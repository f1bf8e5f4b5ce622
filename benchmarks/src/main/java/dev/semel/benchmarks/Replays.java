/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import dev.semel.Bytes;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.benchmarks.Measurement.Goal;
import dev.semel.caffeine.CaffeineReplayCache;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** P4: answers that are replayed, beside first executions. */
final class Replays implements Figure {
    private static final int THREADS = 32;
    private static final int RECORDED = 1_000;

    @Override
    public String id() {
        return "P4";
    }

    @Override
    public List<Measurement> measure(Extent extent, Contest.Progress progress) throws InterruptedException {
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        String run = UUID.randomUUID().toString();
        Operation<Bytes> pay = Calls.operation(IdempotencyPolicy.leased());
        try (Database database = Database.start();
                IdempotentExecutor executor = IdempotentExecutor.builder(
                                JdbcIdempotencyStore.open(database.pool(), options))
                        .build();
                IdempotentExecutor remembering = IdempotentExecutor.builder(
                                JdbcIdempotencyStore.open(database.pool(), options))
                        .replayCache(CaffeineReplayCache.create())
                        .build()) {
            Side first = number -> executor.call(pay, Calls.call(run + number), execution -> {
                database.commitOne(number);
                return Calls.ANSWER;
            });
            for (int i = 0; i < RECORDED; i++) {
                executor.call(pay, Calls.call("recorded " + i), execution -> Calls.ANSWER);
            }
            Map<String, List<Double>> rates = new Contest(extent.withThreads(THREADS))
                    .side("first", first)
                    .side("replay", number -> replay(executor, pay, number))
                    .side("replay from memory", number -> replay(remembering, pay, number))
                    .run(progress);
            return List.of(
                    Measurement.ratio(
                            "P4a",
                            "replay from PostgreSQL beside first execution, 32 threads",
                            Goal.atLeast(4),
                            Rates.of(rates, "first", "replay")),
                    Measurement.ratio(
                            "P4b",
                            "replay from memory beside first execution on PostgreSQL, 32 threads",
                            Goal.atLeast(100),
                            Rates.of(rates, "first", "replay from memory")));
        }
    }

    private static void replay(IdempotentExecutor executor, Operation<Bytes> pay, long number) {
        executor.call(pay, Calls.call("recorded " + number % RECORDED), execution -> {
            throw new BenchException("a recorded answer was not replayed");
        });
    }
}
