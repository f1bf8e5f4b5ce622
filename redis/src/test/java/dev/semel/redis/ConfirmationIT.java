/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that count only once a replica has them. */
class ConfirmationIT {
    private static final RedisProcess MASTER = RedisProcess.start();
    private static final RedisProcess REPLICA = RedisProcess.startReplica(MASTER);
    private static final RedisOptions PATIENT =
            RedisOptions.DEFAULTS.withTimeout(Duration.ofMinutes(2)).withConfirmingReplicas(1, Duration.ofMinutes(1));
    private static final RedisOptions CONFIRMED =
            RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofMillis(200));

    private final Opened opened = new Opened();
    private final RedisIdempotencyStore direct = opened.on(MASTER, RedisOptions.DEFAULTS);
    private final RedisIdempotencyStore confirming = opened.on(MASTER, CONFIRMED);
    /** For what a replica that runs confirms, however busy the machine. */
    private final RedisIdempotencyStore patient = opened.on(MASTER, PATIENT);

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
        Lease lease = Requests.lease(patient.claim(Requests.of(cell)));
        patient.complete(lease, Requests.result("done"));

        assertThat(patient.confirmations()).isEqualTo(new Confirmations(2, 0));
    }

    @Test
    void aClaimThatNoReplicaHasIsUnknownAndIsTheSameWhenSentAgain() {
        ClaimRequest request = Requests.of(cell);
        REPLICA.suspend();
        Failing.assertUnknown(() -> confirming.claim(request));
        long token = direct.find(cell).orElseThrow().token().value();
        Failing.assertUnknown(() -> confirming.claim(request));
        assertThat(confirming.confirmations()).isEqualTo(new Confirmations(0, 2));
        REPLICA.resume();

        assertThat(Requests.lease(patient.claim(request)).token().value()).isEqualTo(token);
        assertThat(patient.confirmations()).isEqualTo(new Confirmations(1, 0));
    }

    @Test
    void anAnswerThatNoReplicaHasIsNeitherRecordedNorReplayedForSure() {
        Lease lease = Requests.lease(patient.claim(Requests.of(cell)));
        REPLICA.suspend();
        Failing.assertUnknown(() -> confirming.complete(lease, Requests.result("done")));
        Failing.assertUnknown(() -> confirming.complete(lease, Requests.result("done")));
        Failing.assertUnknown(() -> confirming.claim(Requests.of(cell)));
        Failing.assertUnknown(() -> confirming.find(cell));
        REPLICA.resume();

        assertThat(patient.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(patient.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
    }

    @Test
    void aWaiterIsToldOfARunningCallWhateverReplicasHave() {
        patient.claim(Requests.of(cell));
        REPLICA.suspend();

        assertThat(confirming.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
        assertThat(confirming.find(cell)).isPresent();
    }

    @Test
    void aNewMasterConfirmsNothingThatTheOldOneWrote() throws Exception {
        RedisProcess newMaster = opened.add(RedisProcess.start());
        opened.add(RedisProcess.startReplica(newMaster));
        WireProxy wire = opened.add(new WireProxy(MASTER.port()));
        RedisIdempotencyStore store = opened.by(
                Clients.of(RedisProcess.uri(wire.port())),
                RedisOptions.DEFAULTS.withConfirmingReplicas(1, Duration.ofSeconds(4)));
        REPLICA.suspend();
        CompletableFuture<Failing.Answer<Claim>> answer =
                CompletableFuture.supplyAsync(() -> Failing.of(() -> store.claim(Requests.of(cell))));
        Waits.until(() -> direct.find(cell).isPresent());
        wire.failOverTo(newMaster.port());

        assertThat(answer.get().certainty()).contains(Certainty.UNKNOWN);
        assertThat(store.confirmations().confirmed()).isZero();
    }

    @Test
    void whatFailsAfterTheScriptHasRunLeavesItUnknown() throws Exception {
        REPLICA.suspend();
        CompletableFuture<Failing.Answer<Claim>> answer =
                CompletableFuture.supplyAsync(() -> Failing.of(() -> patient.claim(Requests.of(cell))));
        Waits.until(() -> direct.find(cell).isPresent());
        permit(AclSetuserArgs.Builder.removeCommand(CommandType.CLIENT));
        REPLICA.resume();
        try {
            assertThat(answer.get().certainty()).contains(Certainty.UNKNOWN);
        } finally {
            permit(AclSetuserArgs.Builder.addCommand(CommandType.CLIENT));
        }
    }

    private static void permit(AclSetuserArgs args) {
        MASTER.ask(commands -> commands.aclSetuser(ServerFolder.USER, args));
    }

    @Test
    void anAnswerThatCannotBeSentToReplicasOnceMoreIsThereAllTheSame() {
        Lease lease = Requests.lease(patient.claim(Requests.of(cell)));
        patient.complete(lease, Requests.result("done"));
        ClaimRequest running = Requests.of(Requests.cell());
        patient.claim(running);
        MASTER.ask(commands -> commands.configSet("maxmemory", "1"));
        try {
            Failing.assertUnknown(() -> confirming.claim(Requests.of(cell)));
            Failing.assertUnknown(() -> confirming.find(cell));
            Failing.assertUnknown(() -> confirming.claim(running));
            Failing.assertNotApplied(() -> confirming.claim(Requests.of(Requests.cell())));
            assertThat(direct.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
        } finally {
            MASTER.ask(commands -> commands.configSet("maxmemory", "0"));
        }
    }

    @Test
    void anInterruptedCallerOpensAConnectionAndStaysInterrupted() {
        Lease lease = Requests.lease(patient.claim(Requests.of(cell)));
        Thread.currentThread().interrupt();

        // the first of the fenced writes, for which there is no connection yet
        assertThat(patient.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void answersAreWrittenHoweverManyClaimsWaitForReplicas() {
        Lease lease = Requests.lease(patient.claim(Requests.of(cell)));
        ExecutorService threads = Executors.newCachedThreadPool();
        opened.add(threads::shutdownNow);
        REPLICA.suspend();
        List<CellId> cells = Stream.generate(Requests::cell)
                .limit(ConfirmingLink.CONNECTIONS)
                .toList();
        List<CompletableFuture<Claim>> claims = cells.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> patient.claim(Requests.of(one)), threads))
                .toList();
        Waits.until(() -> cells.stream().allMatch(one -> direct.find(one).isPresent()));
        CompletableFuture<WriteResult> completion =
                CompletableFuture.supplyAsync(() -> patient.complete(lease, Requests.result("done")), threads);

        Waits.until(() -> direct.find(cell).flatMap(record -> record.result()).isPresent());
        REPLICA.resume();
        assertThat(completion.join()).isEqualTo(WriteResult.APPLIED);
        assertThat(claims).allSatisfy(claim -> assertThat(claim.join()).isInstanceOf(Claim.Granted.class));
    }
}
