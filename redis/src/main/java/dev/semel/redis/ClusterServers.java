/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ConnectionIntent;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The masters of a Cluster, as Lettuce keeps track of them. */
final class ClusterServers implements Servers {
    private final RedisClusterClient client;
    private final Keys keys;
    private final StatefulRedisClusterConnection<byte[], byte[]> shared;

    ClusterServers(RedisClusterClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
        this.shared = client.connect(ByteArrayCodec.INSTANCE);
    }

    @Override
    public BaseRedisAsyncCommands<byte[], byte[]> commands() {
        return shared.async();
    }

    /**
     * Looks at the connection to the key's own master. Without that, all that is meant for a master that is gone waits in
     * the client's memory until it has another.
     */
    @Override
    public boolean isConnected(byte[] key) {
        RedisClusterNode node = masterOf(shared, key);
        return node == null || Servers.mayBeOpen(to(node));
    }

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public List<Master> masters() {
        return shared.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots())
                .map(node -> new Master(
                        "the master at " + node.getUri().getHost() + ":"
                                + node.getUri().getPort(),
                        to(node),
                        bucketOf(node)))
                .toList();
    }

    /** One with a small part of the slots may have none. */
    private OptionalInt bucketOf(RedisClusterNode node) {
        return IntStream.range(0, Keys.BUCKETS)
                .filter(bucket -> node.hasSlot(SlotHash.getSlot(keys.named(bucket, ""))))
                .findFirst();
    }

    @Override
    public CompletableFuture<OwnConnections> ownConnections() {
        return client.connectAsync(ByteArrayCodec.INSTANCE).thenApply(connection -> new Own(client, connection));
    }

    @Override
    public void close() {
        shared.close();
    }

    private static @Nullable RedisClusterNode masterOf(
            StatefulRedisClusterConnection<byte[], byte[]> connection, byte[] key) {
        return connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    }

    /** The connection that Lettuce sends commands over which name a key. */
    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> to(RedisClusterNode node) {
        try {
            return shared.getConnectionAsync(
                    node.getUri().getHost(), node.getUri().getPort(), ConnectionIntent.WRITE);
        } catch (RuntimeException e) { // it has just left the Cluster, or Lettuce meets a null, being closed
            return CompletableFuture.failedFuture(e);
        }
    }

    private record Own(RedisClusterClient client, StatefulRedisClusterConnection<byte[], byte[]> connection)
            implements OwnConnections {
        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key) {
            return to(ClusterServers.masterOf(connection, key));
        }

        @Override
        public String hostOf(byte[] key) {
            RedisClusterNode node = ClusterServers.masterOf(connection, key);
            return node == null ? "" : node.getUri().getHost();
        }

        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection) {
            if (!redirection.once()) {
                client.refreshPartitionsAsync();
            }
            return to(connection.getPartitions().getPartition(redirection.host(), redirection.port()));
        }

        /**
         * By its id: over a connection by address, what is under way may be sent to other servers once the Cluster has
         * changed, a WAIT without its write as well.
         */
        private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> to(@Nullable RedisClusterNode node) {
            if (node == null) {
                return CompletableFuture.failedFuture(new PartitionSelectorException(
                        "No server is known that has the slot.", connection.getPartitions()));
            }
            try {
                return connection.getConnectionAsync(node.getNodeId(), ConnectionIntent.WRITE);
            } catch (RuntimeException e) { // it has just left the Cluster, or Lettuce meets a null, being closed
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
