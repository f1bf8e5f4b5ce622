/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import dev.semel.Bytes;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.benchmarks.Measurement.Goal;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.JdbcTransactions;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** P1 and P2: a payment of one row, bare, joined and leased. */
final class FirstExecutions implements Figure {
    private static final int THREADS = 32;

    @Override
    public String id() {
        return "P1,P2";
    }

    @Override
    public List<Measurement> measure(Extent extent, Contest.Progress progress) throws InterruptedException {
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        String run = UUID.randomUUID().toString();
        try (Database database = Database.start()) {
            JdbcTransactions transactions = new JdbcTransactions(database.pool());
            try (IdempotentExecutor joined = IdempotentExecutor.builder(
                                    JdbcJoinedIdempotencyStore.open(transactions, options))
                            .build();
                    IdempotentExecutor leased = IdempotentExecutor.builder(
                                    JdbcIdempotencyStore.open(database.pool(), options))
                            .build()) {
                Operation<Bytes> inTransaction = Calls.operation(IdempotencyPolicy.joined());
                Operation<Bytes> alone = Calls.operation(IdempotencyPolicy.leased());
                Map<String, List<Double>> rates = new Contest(extent.withThreads(THREADS))
                        .side("bare", database::commitOne)
                        .side(
                                "joined",
                                number -> joined.call(inTransaction, Calls.call(run + number), execution -> {
                                    Database.insert(transactions.connection(), number);
                                    return Calls.ANSWER;
                                }))
                        .side(
                                "leased",
                                number -> leased.call(alone, Calls.call(run + number), execution -> {
                                    database.commitOne(number);
                                    return Calls.ANSWER;
                                }))
                        .run(progress);
                return List.of(
                        Measurement.ratio(
                                "P1",
                                "joined on PostgreSQL beside bare, 32 threads",
                                Goal.atLeast(0.75),
                                Rates.of(rates, "bare", "joined")),
                        Measurement.ratio(
                                "P2",
                                "leased on PostgreSQL beside bare, 32 threads",
                                Goal.atLeast(0.60),
                                Rates.of(rates, "bare", "leased")));
            }
        }
    }
}
