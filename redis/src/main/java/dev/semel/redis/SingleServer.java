/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One master: the server of the client's address, or whom Sentinel names at each connect. */
final class SingleServer implements Servers {
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> shared;

    SingleServer(RedisClient client) {
        this.client = client;
        this.shared = client.connect(ByteArrayCodec.INSTANCE);
    }

    @Override
    public RedisScriptingAsyncCommands<byte[], byte[]> commands() {
        return shared.async();
    }

    @Override
    public boolean isConnected() {
        return shared.isOpen();
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public List<Master> masters() {
        return List.of(new Master(shared, 0));
    }

    @Override
    public OwnConnections ownConnections() {
        StatefulRedisConnection<byte[], byte[]> own = client.connect(ByteArrayCodec.INSTANCE);
        return new OwnConnections() {
            @Override
            public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key) {
                return CompletableFuture.completedFuture(own);
            }

            @Override
            public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection) {
                return CompletableFuture.failedFuture(new IllegalStateException("The server has joined a Cluster."));
            }

            @Override
            public void close() {
                own.close();
            }
        };
    }

    @Override
    public void close() {
        shared.close();
    }
}
