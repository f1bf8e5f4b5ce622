/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, counted there. */
class RoundTripsIT {
    private static final RedisProcess SERVER = RedisProcess.start();

    private final WireProxy wire = new WireProxy(SERVER.port());
    private final RedisClient client = Clients.of(RedisProcess.uri(wire.port()));
    private final CellId cell = Requests.cell();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() throws IOException {
        client.shutdown();
        wire.close();
    }

    @Test
    void aFirstExecutionTakesTwo() {
        try (RedisIdempotencyStore store = RedisIdempotencyStore.open(client)) {
            teachAllScripts(store);

            counted(2, () -> {
                Lease lease = Requests.lease(store.claim(Requests.of(cell)));
                return store.complete(lease, Requests.result("done"));
            });
        }
    }

    @Test
    void eachVerbTakesOneWhateverItAnswers() {
        try (RedisIdempotencyStore store = RedisIdempotencyStore.open(client)) {
            teachAllScripts(store);

            everyVerbTakesOne(store);
        }
    }

    @Test
    void eachVerbTakesOneAlsoIfAReplicaConfirms() {
        RedisOptions options = RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofSeconds(2));
        try (Opened opened = new Opened()) {
            opened.add(RedisProcess.startReplica(SERVER));
            RedisIdempotencyStore store = opened.add(RedisIdempotencyStore.open(client, options));
            teachAllScripts(store);

            everyVerbTakesOne(store);
            assertThat(store.confirmations().unconfirmed()).isZero();
        }
    }

    private void everyVerbTakesOne(RedisIdempotencyStore store) {
        Lease lease = counted(1, () -> Requests.lease(store.claim(Requests.of(cell))));
        assertThat(counted(1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
        counted(1, () -> store.renew(lease, Requests.LEASE, EffectMark.UNCHANGED));
        counted(1, () -> store.renew(lease, Requests.LEASE, EffectMark.BEGUN));
        assertThat(counted(1, () -> store.complete(lease, Requests.result("done"))))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(counted(1, () -> store.claim(Requests.of(cell)))).isInstanceOf(Claim.Refused.class);
        assertThat(counted(1, () -> store.find(cell))).isPresent();
        assertThat(counted(1, () -> store.complete(lease, Requests.result("done"))))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(counted(1, () -> store.complete(lease, Requests.result("other"))))
                .isEqualTo(WriteResult.REFUSED);
        assertThat(counted(1, () -> store.release(lease))).isEqualTo(WriteResult.REFUSED);
        assertThat(counted(1, () -> store.hold(lease))).isEqualTo(WriteResult.REFUSED);
    }

    /** After which the server knows each by its digest. */
    private static void teachAllScripts(RedisIdempotencyStore store) {
        CellId other = Requests.cell();
        Lease lease = Requests.lease(store.claim(Requests.of(other)));
        store.renew(lease, Requests.LEASE, EffectMark.UNCHANGED);
        store.complete(lease, Requests.result("done"));
        store.release(lease);
        store.hold(lease);
        store.find(other);
    }

    private <T> T counted(int flights, Supplier<T> verb) {
        int before = wire.flights();
        T answer = verb.get();
        assertThat(wire.flights() - before).isEqualTo(flights);
        return answer;
    }
}
