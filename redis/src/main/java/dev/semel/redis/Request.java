/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One script to run.
 *
 * @param script which
 * @param cellId about which cell
 * @param keys the keys, all of one slot
 * @param values the arguments
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(Script script, CellId cellId, byte[][] keys, byte[]... values) {
    /** How the verb is called in messages. */
    String verb() {
        return script.name().toLowerCase(Locale.ROOT);
    }

    /** Sends it by its digest, which is all that the server needs once it knows the script. */
    RedisFuture<List<@Nullable Object>> byDigest(RedisScriptingAsyncCommands<byte[], byte[]> commands) {
        return commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
    }

    /** Sends it in full; the server knows it from then on, until it restarts. */
    RedisFuture<List<@Nullable Object>> inFull(RedisScriptingAsyncCommands<byte[], byte[]> commands) {
        return commands.eval(script.text(), ScriptOutputType.MULTI, keys, values);
    }
}
