/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Three masters with a replica each. */
final class TestCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<RedisProcess> nodes;

    private TestCluster(List<RedisProcess> nodes) {
        this.nodes = nodes;
    }

    static TestCluster start() {
        return startFor(ServerFolder.ACL);
    }

    /** With other permissions of the store's user. */
    static TestCluster startFor(String acl) {
        List<RedisProcess> nodes = Stream.generate(() -> RedisProcess.startFor(
                        acl, "cluster-enabled yes", "cluster-node-timeout 1000", "cluster-replica-validity-factor 0"))
                .limit(2 * MASTERS)
                .toList();
        TestCluster cluster = new TestCluster(nodes);
        cluster.join();
        return cluster;
    }

    private void join() {
        RedisProcess first = nodes.get(0);
        for (int i = 0; i < MASTERS; i++) {
            int from = SlotHash.SLOT_COUNT * i / MASTERS;
            int to = SlotHash.SLOT_COUNT * (i + 1) / MASTERS;
            int epoch = i + 1;
            nodes.get(i).ask(commands -> commands.clusterSetConfigEpoch(epoch));
            nodes.get(i)
                    .ask(commands ->
                            commands.clusterAddSlots(IntStream.range(from, to).toArray()));
        }
        nodes.forEach(node -> first.ask(commands -> commands.clusterMeet("127.0.0.1", node.port())));
        awaitAll(info -> info.contains("cluster_known_nodes:" + nodes.size()));
        for (int i = 0; i < MASTERS; i++) {
            String master = nodes.get(i).ask(commands -> commands.clusterMyId());
            nodes.get(MASTERS + i).ask(commands -> commands.clusterReplicate(master));
        }
        awaitAll(info -> info.contains("cluster_state:ok"));
        nodes.subList(MASTERS, nodes.size()).forEach(replica -> replica.awaitInfo("master_link_status:up"));
    }

    private void awaitAll(java.util.function.Predicate<String> clusterInfo) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> nodes.stream()
                        .allMatch(node -> clusterInfo.test(node.ask(commands -> commands.clusterInfo()))));
    }

    List<RedisURI> uris() {
        return nodes.stream().map(RedisProcess::uri).toList();
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    List<RedisProcess> masters() {
        return nodes.stream()
                .filter(node ->
                        node.ask(commands -> commands.info("replication")).contains("role:master"))
                .toList();
    }

    /** The i-th of the first masters. */
    RedisProcess master(int i) {
        return nodes.get(i);
    }

    RedisProcess replicaOf(int i) {
        return nodes.get(MASTERS + i);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
