/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Who holds the keys: one master, which Sentinel may replace, or the masters of a Cluster. */
interface Servers extends AutoCloseable {
    /** One server, or the one that Sentinel names. */
    static Servers of(RedisClient client) {
        return new SingleServer(client);
    }

    /** A Cluster. */
    static Servers of(RedisClusterClient client, Keys keys) {
        return new ClusterServers(client, keys);
    }

    /** To the master of the key of each command, over connections that all threads share. */
    BaseRedisAsyncCommands<byte[], byte[]> commands();

    /** False if it is known that a command with this key could not be sent now. */
    boolean isConnected(byte[] key);

    /** Whether there are masters for parts of the slots. */
    boolean isCluster();

    /** All masters. */
    List<Master> masters();

    /** Opens connections that one thread has for itself; in the background, whoever waits for it or no longer does. */
    CompletableFuture<OwnConnections> ownConnections();

    @Override
    void close();

    /**
     * A master.
     *
     * @param name where it is
     * @param connection to it
     * @param bucket one whose keys it has, if there is one
     */
    record Master(
            String name, CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection, OptionalInt bucket) {}

    /** For one thread at a time. */
    interface OwnConnections extends AutoCloseable {
        /** To the master of a key, as far as is known. */
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key);

        /** Where that master is. */
        String hostOf(byte[] key);

        /** To a server that another one named. */
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection);

        @Override
        void close();

        /** False if it is known that nothing with this key could be sent over it now. */
        default boolean mayReach(byte[] key) {
            return mayBeOpen(masterOf(key));
        }
    }

    /** What is still being opened may come to be. */
    static boolean mayBeOpen(CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection) {
        return !connection.isDone()
                || (!connection.isCompletedExceptionally() && connection.join().isOpen());
    }
}
