/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.WakeUps;
import dev.semel.testkit.WakeUpsContract;
import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class ClusterWakeUpsContractIT extends WakeUpsContract {
    private static TestCluster cluster;
    private static RedisClusterClient client;

    private final Opened opened = new Opened();

    @BeforeAll
    static void start() {
        cluster = TestCluster.startFor(ServerFolder.ACL_WITH_WAKE_UPS);
        client = Clients.of(cluster);
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        cluster.close();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected WakeUps node() {
        return opened.add(RedisWakeUps.open(client));
    }

    @Override
    protected IdempotencyStore store() {
        return opened.add(RedisIdempotencyStore.open(client));
    }
}
