/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.util.List;
import java.util.Optional;
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
    void aServerWhoseMemoryIsFullRefusesClaimsAndBeforeRedis7AnswersToo() {
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        server.ask(commands -> commands.configSet("maxmemory", "1"));

        Failing.assertNotApplied(() -> store.claim(Requests.of(Requests.cell())));
        if (server.ask(commands -> commands.info("server")).contains("redis_version:6.")) {
            Failing.assertNotApplied(() -> store.renew(lease, Requests.LEASE, EffectMark.BEGUN));
            Failing.assertNotApplied(() -> store.complete(lease, Requests.result("done")));
            server.ask(commands -> commands.configSet("maxmemory", "0"));
        } else {
            assertThat(store.renew(lease, Requests.LEASE, EffectMark.BEGUN)).isEqualTo(WriteResult.APPLIED);
        }
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void aMasterThatHasBecomeAReplicaRefuses() {
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        // of a master that nobody has, so that it keeps its data
        server.ask(commands -> commands.replicaof("127.0.0.1", 1));

        Failing.assertNotApplied(() -> store.claim(Requests.of(Requests.cell())));
        Failing.assertNotApplied(() -> store.release(lease));
        server.ask(commands -> commands.replicaofNoOne());
        assertThat(store.release(lease)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void aUserWhoMayNoMoreIsRefused() {
        server.ask(commands -> commands.aclDeluser(ServerFolder.USER));

        // the server ends the connection, under the first claim perhaps, and lets nobody in any more
        Waits.until(() -> Failing.of(() -> store.claim(Requests.of(cell)))
                .certainty()
                .equals(Optional.of(Certainty.NOT_APPLIED)));
        assertThat(new Stored(List.of(server), new Keys("semel")).isThere(cell)).isFalse();
    }
}
