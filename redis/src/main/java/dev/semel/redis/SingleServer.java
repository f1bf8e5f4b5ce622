/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.OptionalInt;
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
    public BaseRedisAsyncCommands<byte[], byte[]> commands() {
        return shared.async();
    }

    @Override
    public boolean isConnected(byte[] key) {
        return shared.isOpen();
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public List<Master> masters() {
        return List.of(new Master("the server", CompletableFuture.completedFuture(shared), OptionalInt.of(0)));
    }

    /** The client connects to the address that it was made with only while the caller waits, so on a thread of its own. */
    @Override
    public CompletableFuture<OwnConnections> ownConnections() {
        return CompletableFuture.supplyAsync(
                () -> new Own(client.connect(ByteArrayCodec.INSTANCE)), SingleServer::start);
    }

    private static void start(Runnable connecting) {
        Thread thread = new Thread(connecting, "semel-redis-connect");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        shared.close();
    }

    private record Own(StatefulRedisConnection<byte[], byte[]> connection) implements OwnConnections {
        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key) {
            return CompletableFuture.completedFuture(connection);
        }

        @Override
        public String hostOf(byte[] key) {
            return "";
        }

        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection) {
            return CompletableFuture.failedFuture(new IllegalStateException("The server has joined a Cluster."));
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
