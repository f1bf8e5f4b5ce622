/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that count only once a replica has them. */
class ConfirmationIT {
    private static final RedisProcess MASTER = RedisProcess.start();
    private static final RedisProcess REPLICA = RedisProcess.start("replicaof 127.0.0.1 " + MASTER.port());
    private static final RedisOptions CONFIRMED =
            RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofMillis(200));

    private final Opened opened = new Opened();
    private final RedisIdempotencyStore direct = opened.on(MASTER, RedisOptions.DEFAULTS);
    private final RedisIdempotencyStore store = opened.on(MASTER, CONFIRMED);
    private final CellId cell = Requests.cell();

    @BeforeEach
    void awaitReplica() {
        REPLICA.awaitInfo("master_link_status:up");
    }

    @AfterEach
    void close() {
        REPLICA.resume();
        opened.close();
    }

    @AfterAll
    static void stop() {
        REPLICA.close();
        MASTER.close();
    }

    @Test
    void countsWhatAReplicaHas() {
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        store.complete(lease, Requests.result("done"));

        assertThat(store.confirmations()).isEqualTo(new Confirmations(2, 0));
    }

    @Test
    void aClaimThatNoReplicaHasIsUnknownAndIsTheSameWhenSentAgain() {
        ClaimRequest request = Requests.of(cell);
        REPLICA.suspend();
        Failing.assertUnknown(() -> store.claim(request));
        long token = direct.find(cell).orElseThrow().token().value();
        Failing.assertUnknown(() -> store.claim(request));
        assertThat(store.confirmations()).isEqualTo(new Confirmations(0, 2));
        REPLICA.resume();

        assertThat(Requests.lease(store.claim(request)).token().value()).isEqualTo(token);
        assertThat(store.confirmations()).isEqualTo(new Confirmations(1, 2));
    }

    @Test
    void anAnswerThatNoReplicaHasIsNeitherRecordedNorReplayedForSure() {
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        REPLICA.suspend();
        Failing.assertUnknown(() -> store.complete(lease, Requests.result("done")));
        Failing.assertUnknown(() -> store.complete(lease, Requests.result("done")));
        Failing.assertUnknown(() -> store.claim(Requests.of(cell)));
        Failing.assertUnknown(() -> store.find(cell));
        REPLICA.resume();

        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
    }

    @Test
    void aWaiterIsToldOfARunningCallWhateverReplicasHave() {
        store.claim(Requests.of(cell));
        REPLICA.suspend();

        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
        assertThat(store.find(cell)).isPresent();
    }

    @Test
    void aConnectionThatIsMadeAnewConfirmsNothing() throws Exception {
        try (WireProxy wire = new WireProxy(MASTER.port())) {
            RedisOptions patient = RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofSeconds(2));
            RedisIdempotencyStore cut = opened.by(Clients.of(RedisProcess.uri(wire.port())), patient);
            cut.claim(Requests.of(Requests.cell()));
            Confirmations before = cut.confirmations();
            REPLICA.suspend();
            CompletableFuture<Failing.Answer<Claim>> answer =
                    CompletableFuture.supplyAsync(() -> Failing.of(() -> cut.claim(Requests.of(cell))));
            Waits.until(() -> direct.find(cell).isPresent());
            wire.cut();

            assertThat(answer.get().certainty()).contains(Certainty.UNKNOWN);
            assertThat(cut.confirmations().confirmed()).isEqualTo(before.confirmed());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
