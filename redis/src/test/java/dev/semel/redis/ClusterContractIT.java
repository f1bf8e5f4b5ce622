/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.SharedIdempotencyStoreContract;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class ClusterContractIT extends SharedIdempotencyStoreContract {
    // Each answer is confirmed by the replica of its master.
    private static final RedisOptions OPTIONS =
            RedisOptions.DEFAULTS.withNamespace("contract-cluster").withConfirmingReplicas(1, Duration.ofSeconds(2));

    private static TestCluster cluster;
    private static List<RedisProcess> masters;
    private static RedisClusterClient client;
    private static RedisIdempotencyStore store;

    private final Opened opened = new Opened();

    @BeforeAll
    static void start() {
        cluster = TestCluster.start();
        masters = cluster.masters();
        client = Clients.of(cluster);
        store = RedisIdempotencyStore.open(client, OPTIONS);
    }

    @AfterAll
    static void stop() {
        store.close();
        client.shutdown();
        cluster.close();
    }

    @AfterEach
    void close() {
        opened.close();
        masters.forEach(master -> master.ask(commands -> commands.flushall()));
    }

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        new Ageing(masters, OPTIONS.namespace(), true).letPass(time);
    }

    @Override
    protected boolean dropsExpired() {
        return true;
    }

    @Override
    protected boolean isStored(CellId cellId) {
        return stored().isThere(cellId);
    }

    @Override
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.of(opened.on(cluster, OPTIONS));
    }

    @Override
    protected Optional<IdempotencyStore> restarted() {
        return secondNode();
    }

    @Override
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        return stored().plantResult(cellId, encoded);
    }

    @Override
    protected Optional<IdempotencyStore> unreachable() {
        RedisIdempotencyStore unreachable = opened.on(cluster, OPTIONS);
        unreachable.close();
        return Optional.of(unreachable);
    }

    private static Stored stored() {
        return new Stored(masters, new Keys(OPTIONS.namespace()));
    }
}
