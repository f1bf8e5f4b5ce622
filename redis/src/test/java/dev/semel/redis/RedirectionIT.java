/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slot moves from one master to another, with and without confirmation by replicas. */
class RedirectionIT {
    private final Opened opened = new Opened();
    private final TestCluster cluster = opened.add(TestCluster.start());
    private final RedisIdempotencyStore plain = opened.on(cluster, RedisOptions.DEFAULTS);
    private final RedisIdempotencyStore confirming =
            opened.on(cluster, RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofSeconds(2)));
    private final Keys keys = new Keys(RedisOptions.DEFAULTS.namespace());
    private final CellId cell = Requests.cell();
    private final int slot = SlotHash.getSlot(keys.record(cell));
    private final RedisProcess from = cluster.master(slot * 3 / SlotHash.SLOT_COUNT);
    private final RedisProcess to = cluster.master((slot * 3 / SlotHash.SLOT_COUNT + 1) % 3);

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void writesFollowASlotThatIsMovedAndAfterIt() {
        Lease lease = Requests.lease(confirming.claim(Requests.of(cell)));
        assertThat(plain.find(cell)).isPresent();
        String fromId = from.ask(commands -> commands.clusterMyId());
        String toId = to.ask(commands -> commands.clusterMyId());
        to.ask(commands -> commands.clusterSetSlotImporting(slot, fromId));
        from.ask(commands -> commands.clusterSetSlotMigrating(slot, toId));
        move(keys.record(cell));

        assertThat(plain.find(cell)).isPresent();
        assertThat(confirming.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThatThrownBy(() -> plain.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.TRANSIENT));
        assertThatThrownBy(() -> confirming.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.TRANSIENT));

        move(keys.fence(cell));
        List.of(to, from).forEach(node -> node.ask(commands -> commands.clusterSetSlotNode(slot, toId)));
        assertThat(confirming.find(cell).flatMap(record -> record.result())).contains(Requests.result("done"));
        assertThat(plain.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(confirming.complete(lease, Requests.result("other"))).isEqualTo(WriteResult.REFUSED);
    }

    private void move(byte[] key) {
        from.ask(commands -> commands.migrate(
                "127.0.0.1",
                to.port(),
                0,
                5000,
                MigrateArgs.Builder.<String>keys(new String(key, StandardCharsets.US_ASCII))
                        .auth2("admin", ServerFolder.ADMIN_PASSWORD)));
    }
}
