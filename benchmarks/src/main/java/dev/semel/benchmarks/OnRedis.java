/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import dev.semel.Bytes;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.benchmarks.Measurement.Goal;
import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerFolder;
import dev.semel.redis.RedisIdempotencyStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * P12: claim and completion on Redis, beside two bare commands that write as much: a short value that must not be there,
 * and the answer, each with an expiry. The server flushes each write, for both alike.
 */
final class OnRedis implements Figure {
    private static final int THREADS = 32;
    private static final int CLAIM_BYTES = 100;
    private static final long DAY_SECONDS = 86_400;

    @Override
    public String id() {
        return "P12";
    }

    @Override
    public List<Measurement> measure(Extent extent, Contest.Progress progress) throws InterruptedException {
        Operation<Bytes> pay = Calls.operation(IdempotencyPolicy.leased());
        String run = UUID.randomUUID().toString();
        try (RedisServer server = RedisServer.start(ServerFolder.temporary());
                RedisClient client = RedisClient.create(server.url());
                StatefulRedisConnection<byte[], byte[]> bare = client.connect(ByteArrayCodec.INSTANCE);
                RedisIdempotencyStore store = RedisIdempotencyStore.open(client);
                IdempotentExecutor executor = IdempotentExecutor.builder(store).build()) {
            Map<String, List<Double>> rates = new Contest(extent.withThreads(THREADS))
                    .side("two bare commands", number -> twice(bare, run + number))
                    .side("leased", number -> executor.call(pay, Calls.call(run + number), execution -> Calls.ANSWER))
                    .run(progress);
            return List.of(Measurement.ratio(
                    "P12",
                    "leased on Redis beside two bare commands of the same sizes, 32 threads",
                    Goal.atLeast(0.9),
                    Rates.of(rates, "two bare commands", "leased")));
        }
    }

    private static void twice(StatefulRedisConnection<byte[], byte[]> bare, String name) {
        byte[] key = ("bare:" + name).getBytes(StandardCharsets.US_ASCII);
        bare.sync().set(key, new byte[CLAIM_BYTES], SetArgs.Builder.nx().ex(DAY_SECONDS));
        bare.sync().set(key, Calls.ANSWER.toArray(), SetArgs.Builder.xx().ex(DAY_SECONDS));
    }
}
