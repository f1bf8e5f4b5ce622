/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server refuses has changed nothing, and the store knows. */
class RefusalsIT {
    private final Opened opened = new Opened();
    private final RedisProcess server = opened.add(RedisProcess.start());
    private final RedisIdempotencyStore store = opened.on(server, RedisOptions.DEFAULTS);
    private final CellId cell = Requests.cell();

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void aServerWhoseMemoryIsFullRefuses() {
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        server.ask(commands -> commands.configSet("maxmemory", "1"));

        Failing.assertNotApplied(() -> store.claim(Requests.of(Requests.cell())));
        Failing.assertNotApplied(() -> store.complete(lease, Requests.result("done")));
        server.ask(commands -> commands.configSet("maxmemory", "0"));
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void aMasterThatHasBecomeAReplicaRefuses() {
        RedisProcess other = opened.add(RedisProcess.start());
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        server.ask(commands -> commands.replicaof("127.0.0.1", other.port()));

        Failing.assertNotApplied(() -> store.claim(Requests.of(Requests.cell())));
        server.ask(commands -> commands.replicaofNoOne());
        Waits.until(() -> Failing.of(() -> store.claim(Requests.of(Requests.cell())))
                .value()
                .isPresent());
        assertThat(store.release(lease)).isIn(WriteResult.LOST, WriteResult.APPLIED);
    }

    @Test
    void aUserWhoMayNoMoreIsRefused() {
        server.ask(commands -> commands.aclDeluser(ServerFolder.USER));

        Waits.until(() ->
                Failing.of(() -> store.claim(Requests.of(cell))).certainty().isPresent());
        assertThat(new Stored(List.of(server), new Keys("semel")).isThere(cell)).isFalse();
    }
}
