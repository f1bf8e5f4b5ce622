/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters with a replica each, otherwise as {@link RedisServer}. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final List<String> SETTINGS = List.of(
            "cluster-enabled yes", "cluster-node-timeout 2000", "repl-diskless-sync yes", "repl-diskless-sync-delay 0");

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts six servers and returns when the Cluster is well and each replica has what its master has.
     *
     * @param folder for their data; what a kept one has is loaded
     * @return the running Cluster
     * @throws ServerException if a server does not start, or they do not find each other
     */
    public static RedisCluster start(ServerFolder folder) {
        Path formed = folder.file("formed");
        boolean isNew = !Files.exists(formed);
        if (isNew) {
            IntStream.range(0, 2 * MASTERS).forEach(i -> FileTree.delete(folder.file("node" + i)));
        }
        List<RedisServer> nodes = new ArrayList<>();
        RedisCluster cluster;
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                nodes.add(RedisServer.launch(folder.below("node" + i), SETTINGS));
            }
            cluster = new RedisCluster(nodes);
            cluster.form(isNew);
            Files.writeString(formed, "The nodes know each other.\n");
        } catch (ServerException e) {
            nodes.forEach(RedisServer::close);
            throw e;
        } catch (IOException e) {
            nodes.forEach(RedisServer::close);
            throw new ServerException("cannot write " + formed + ": " + e, e);
        }
        // the nodes have temporary folders of their own
        folder.deleteIfTemporary();
        return cluster;
    }

    /**
     * What a killed JVM left running on the files of a kept folder, as {@link RedisServer#leftover}.
     *
     * @param folder its real path; there need not be one
     * @return the servers, which need not run
     */
    public static List<LeftoverServer> leftovers(Path folder) {
        return IntStream.range(0, 2 * MASTERS)
                .mapToObj(i -> RedisServer.leftover(folder.resolve("node" + i)))
                .toList();
    }

    private void form(boolean isNew) {
        nodes.forEach(RedisServer::awaitReady);
        if (isNew) {
            shareSlots();
        }
        // also when they have met before: their ports may be others now
        nodes.forEach(node -> nodes.get(0).ask("CLUSTER MEET 127.0.0.1 " + node.port()));
        awaitAll("CLUSTER INFO", info -> info.contains("cluster_known_nodes:" + nodes.size()));
        if (isNew) {
            for (int i = 0; i < MASTERS; i++) {
                nodes.get(MASTERS + i).ask("CLUSTER REPLICATE " + nodes.get(i).ask("CLUSTER MYID"));
            }
        }
        awaitAll("CLUSTER INFO", info -> info.contains("cluster_state:ok"));
        // clients ask any of them for the topology, so each must have heard of all replicas
        awaitAll("CLUSTER NODES", list -> list.split("[ ,]slave ", -1).length - 1 == nodes.size() - MASTERS);
        awaitAll("INFO replication", info -> info.contains("role:master") || info.contains("master_link_status:up"));
    }

    private void shareSlots() {
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(i).ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            nodes.get(i)
                    .ask(IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ", "CLUSTER ADDSLOTS ", "")));
        }
    }

    private void awaitAll(String question, Predicate<String> wanted) {
        nodes.forEach(node -> node.process().await(() -> wanted.test(node.ask(question))));
    }

    List<RedisServer> nodes() {
        return nodes;
    }

    /**
     * For clients; any of the nodes tells them the others.
     *
     * @return {@code redis://127.0.0.1:} and the ports, each further one behind a comma and the host
     */
    public String url() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",", "redis://", ""));
    }

    /** Ends all processes; what a kept folder has stays. */
    @Override
    public void close() {
        // all at once, so that no replica is promoted meanwhile
        nodes.forEach(node -> node.process().terminate());
        nodes.forEach(RedisServer::close);
    }
}
