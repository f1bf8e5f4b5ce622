/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request, and knows what became of it. A client sends a command again by itself, after a reconnect or to
 * where a Cluster redirects it; the server that refuses the second sending says nothing of the first. So each time that
 * the request is written to a connection counts up, and each error that is answered counts down.
 */
final class Sendings {
    private final Request request;
    private final AtomicInteger unsettled = new AtomicInteger();

    Sendings(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    /** By its digest, which is all that the server needs once it knows the script. */
    RedisFuture<List<@Nullable Object>> byDigest(BaseRedisAsyncCommands<byte[], byte[]> commands) {
        return send(commands, CommandType.EVALSHA, request.form().digest());
    }

    /** In full; the server knows the script from then on, until it restarts. */
    RedisFuture<List<@Nullable Object>> inFull(BaseRedisAsyncCommands<byte[], byte[]> commands) {
        return send(commands, CommandType.EVAL, request.form().text());
    }

    private RedisFuture<List<@Nullable Object>> send(
            BaseRedisAsyncCommands<byte[], byte[]> commands, CommandType type, byte[] script) {
        CommandArgs<byte[], byte[]> args = new CountedUp();
        args.add(script).add(request.keys().length).addKeys(request.keys()).addValues(request.values());
        return commands.dispatch(type, new CountedDown(), args);
    }

    /** True if it was never sent, or if an error was the answer each time. */
    boolean wereAllRefused() {
        return unsettled.get() == 0;
    }

    private final class CountedUp extends CommandArgs<byte[], byte[]> {
        private CountedUp() {
            super(ByteArrayCodec.INSTANCE);
        }

        @Override
        public void encode(ByteBuf target) {
            unsettled.incrementAndGet();
            super.encode(target);
        }
    }

    private final class CountedDown extends NestedMultiOutput<byte[], byte[]> {
        private CountedDown() {
            super(ByteArrayCodec.INSTANCE);
        }

        @Override
        public void setError(ByteBuffer error) {
            unsettled.decrementAndGet();
            super.setError(error);
        }
    }
}
