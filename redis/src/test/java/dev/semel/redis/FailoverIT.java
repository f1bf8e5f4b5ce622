/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A master is killed, and a replica takes its place. */
class FailoverIT {
    private static final RedisOptions CONFIRMED =
            RedisOptions.DEFAULTS.withTimeout(Duration.ofSeconds(3)).withConfirmingReplicas(1, Duration.ofSeconds(1));

    private final Opened opened = new Opened();

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void aClusterGoesOnWithTheReplicaAndWithHigherFences() throws Exception {
        TestCluster cluster = opened.add(TestCluster.start());
        RedisIdempotencyStore confirmed = opened.on(cluster, CONFIRMED);
        RedisIdempotencyStore plain = opened.on(cluster, RedisOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)));
        CellId completed = cellOfFirstMaster();
        Lease first = Requests.lease(confirmed.claim(Requests.of(completed)));
        assertThat(confirmed.complete(first, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        CellId running = cellOfFirstMaster();
        Lease lease = Requests.lease(confirmed.claim(Requests.forAnInstant(running)));
        ClaimRequest request = Requests.of(cellOfFirstMaster());
        assertThat(plain.find(running)).isPresent();

        assertThat(answerOfKilledMaster(cluster, () -> plain.claim(request)).certainty())
                .contains(Certainty.UNKNOWN);
        // nothing is kept for a master that is gone
        Waits.until(() -> Failing.of(() -> plain.claim(Requests.of(cellOfFirstMaster())))
                .certainty()
                .equals(Optional.of(Certainty.NOT_APPLIED)));
        cluster.replicaOf(0).awaitInfo("role:master");
        Waits.until(() -> Failing.of(() -> plain.claim(request)).value().isPresent());
        assertThat(plain.find(completed).flatMap(record -> record.result())).contains(Requests.result("done"));
        assertThat(Requests.lease(plain.claim(Requests.of(running))).token()).isGreaterThan(lease.token());
        assertThat(plain.complete(lease, Requests.result("late"))).isEqualTo(WriteResult.LOST);
        // it has no replica any more that could confirm, and says so
        Failing.assertUnknown(() -> confirmed.claim(Requests.of(cellOfFirstMaster())));
    }

    /** Of a verb that is under way when the master is killed. */
    private static <T> Failing.Answer<T> answerOfKilledMaster(TestCluster cluster, Callable<T> verb) throws Exception {
        cluster.master(0).suspend();
        FutureTask<Failing.Answer<T>> answer = new FutureTask<>(() -> Failing.of(verb));
        Thread caller = new Thread(answer);
        caller.start();
        Waits.until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        cluster.master(0).kill();
        return answer.get();
    }

    @Test
    void sentinelNamesTheReplicaAndALostTailLeavesTheFencesIncreasing() {
        RedisProcess master = opened.add(RedisProcess.start());
        RedisProcess replica = opened.add(RedisProcess.startReplica(master));
        RedisProcess sentinel = opened.add(RedisProcess.startSentinel(master));
        RedisURI uri = RedisURI.Builder.sentinel("127.0.0.1", sentinel.port(), "semel-master")
                .withAuthentication(ServerFolder.USER, ServerFolder.PASSWORD.toCharArray())
                .build();
        RedisIdempotencyStore store =
                opened.by(Clients.of(uri), RedisOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)));
        CellId kept = Requests.cell();
        Lease lease = Requests.lease(store.claim(Requests.of(kept)));
        replica.awaitKey(new Keys("semel").record(kept));
        replica.suspend();
        master.dropReplicas();
        CellId lost = Requests.cell();
        Lease ofTheTail = Requests.lease(store.claim(Requests.of(lost)));
        master.kill();
        replica.resume();

        Waits.until(() -> Failing.of(() -> store.complete(lease, Requests.result("done")))
                .value()
                .isPresent());
        assertThat(store.find(lost)).isEmpty();
        Claim.Granted again = (Claim.Granted) store.claim(Requests.of(lost));
        assertThat(again.history()).isEqualTo(Claim.History.FRESH);
        assertThat(again.lease().token()).isGreaterThan(ofTheTail.token());
        assertThat(store.complete(ofTheTail, Requests.result("late"))).isEqualTo(WriteResult.LOST);
    }

    private static CellId cellOfFirstMaster() {
        Keys keys = new Keys(RedisOptions.DEFAULTS.namespace());
        CellId cell = Requests.cell();
        while (SlotHash.getSlot(keys.record(cell)) >= SlotHash.SLOT_COUNT / 3) {
            cell = Requests.cell();
        }
        return cell;
    }
}
