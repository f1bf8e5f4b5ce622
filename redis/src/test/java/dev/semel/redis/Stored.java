/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What the servers have of a record, past the store.
 *
 * @param servers the masters
 * @param keys how the keys are called
 */
record Stored(List<RedisProcess> servers, Keys keys) {
    boolean isThere(CellId cellId) {
        return of(cellId, (commands, key) -> commands.exists(key) == 1);
    }

    boolean plantResult(CellId cellId, byte[] encoded) {
        // it replaces one, and so adds none
        return of(cellId, (commands, key) -> !commands.hset(key, "r".getBytes(StandardCharsets.US_ASCII), encoded));
    }

    /** As the server that has the slot says. */
    <T> T of(CellId cellId, BiFunction<RedisCommands<byte[], byte[]>, byte[], T> question) {
        for (RedisProcess server : servers) {
            try {
                return server.ask(ByteArrayCodec.INSTANCE, commands -> question.apply(commands, keys.record(cellId)));
            } catch (RedisCommandExecutionException e) {
                if (!Failures.code(e).equals("MOVED")) {
                    throw e;
                }
            }
        }
        throw new AssertionError("No server has the slot.");
    }
}
