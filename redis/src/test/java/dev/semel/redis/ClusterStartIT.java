/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Opening a store in a Cluster of which one master has a single slot, that no key of the store falls into. */
class ClusterStartIT {
    private final Opened opened = new Opened();
    private final RedisProcess most = opened.add(RedisProcess.start("cluster-enabled yes"));
    private final RedisProcess hardlyAny = opened.add(RedisProcess.start("cluster-enabled yes"));

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void aMasterWithoutAnyKeyOfTheStoreIsNotTriedOutAndOneThatIsAwayIsToldInOneLine() {
        join();
        assertThat(opened.add(open()).capabilities().shared()).isTrue();
        hardlyAny.kill();

        assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.certainty()).isEqualTo(Certainty.NOT_APPLIED);
            assertThat(e.getMessage())
                    .startsWith("Redis cannot be reached: the master at 127.0.0.1:" + hardlyAny.port())
                    .doesNotContain("\n");
        });
    }

    private RedisIdempotencyStore open() {
        RedisClusterClient client = Clients.ofCluster(List.of(most.uri()));
        opened.add(client::shutdown);
        return RedisIdempotencyStore.open(client);
    }

    private void join() {
        Keys keys = new Keys(RedisOptions.DEFAULTS.namespace());
        List<Integer> used = IntStream.range(0, Keys.BUCKETS)
                .mapToObj(bucket -> SlotHash.getSlot(keys.named(bucket, "")))
                .toList();
        int unused = IntStream.range(0, SlotHash.SLOT_COUNT)
                .filter(slot -> !used.contains(slot))
                .findFirst()
                .orElseThrow();
        int[] others = IntStream.range(0, SlotHash.SLOT_COUNT)
                .filter(slot -> slot != unused)
                .toArray();
        hardlyAny.ask(commands -> commands.clusterSetConfigEpoch(2));
        most.ask(commands -> commands.clusterAddSlots(others));
        hardlyAny.ask(commands -> commands.clusterAddSlots(unused));
        most.ask(commands -> commands.clusterMeet("127.0.0.1", hardlyAny.port()));
        for (RedisProcess node : List.of(most, hardlyAny)) {
            Waits.until(() -> node.ask(commands -> commands.clusterInfo()).contains("cluster_state:ok"));
        }
    }
}
