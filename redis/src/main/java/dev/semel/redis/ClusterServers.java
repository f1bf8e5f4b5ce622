/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ConnectionIntent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

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
    public RedisScriptingAsyncCommands<byte[], byte[]> commands() {
        return shared.async();
    }

    /** Each command is refused or not by the connection to its own master. */
    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public List<Master> masters() {
        return shared.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots())
                .map(node -> new Master(shared.getConnection(node.getNodeId()), bucketOf(node)))
                .toList();
    }

    private int bucketOf(RedisClusterNode node) {
        return IntStream.range(0, Keys.BUCKETS)
                .filter(bucket -> node.hasSlot(SlotHash.getSlot(keys.named(bucket, ""))))
                .findFirst()
                .orElse(0);
    }

    @Override
    public OwnConnections ownConnections() {
        return new Own(client, client.connect(ByteArrayCodec.INSTANCE));
    }

    @Override
    public void close() {
        shared.close();
    }

    private record Own(RedisClusterClient client, StatefulRedisClusterConnection<byte[], byte[]> connection)
            implements OwnConnections {
        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key) {
            RedisClusterNode node = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
            if (node == null) {
                return CompletableFuture.failedFuture(
                        new PartitionSelectorException("No server has the slot.", connection.getPartitions()));
            }
            return connection.getConnectionAsync(node.getNodeId(), ConnectionIntent.WRITE);
        }

        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection) {
            if (!redirection.once()) {
                client.refreshPartitionsAsync();
            }
            return connection.getConnectionAsync(redirection.host(), redirection.port(), ConnectionIntent.WRITE);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
