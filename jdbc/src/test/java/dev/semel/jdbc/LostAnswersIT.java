/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests and answers that the network loses or delays, at claim, completion and commit. */
class LostAnswersIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final WireProxy wire = new WireProxy();
    private final SmallPool pool = new SmallPool(wire.dataSource(), 2);
    private final JdbcIdempotencyStore direct = JdbcIdempotencyStore.open(TestServer.dataSource());
    private final CellId cell = Requests.cell();

    @AfterEach
    void close() throws IOException, SQLException {
        assertThat(pool.complaints()).isEmpty();
        pool.close();
        wire.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_ANSWER"})
    void grantsAClaimSentAgainUnderOneToken(WireProxy.Fate fate) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        ClaimRequest request = Requests.of(cell);
        wire.next("insert into", fate);

        assertUnknown(() -> store.claim(request));
        Optional<Long> landed = direct.find(cell).map(record -> record.token().value());
        assertThat(landed.isPresent()).isEqualTo(fate == WireProxy.Fate.LOSE_ANSWER);
        assertThat(store.claim(request)).isInstanceOfSatisfying(Claim.Granted.class, granted -> {
            assertThat(granted.attempt()).isEqualTo(1);
            landed.ifPresent(
                    token -> assertThat(granted.lease().token().value()).isEqualTo(token));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_ANSWER"})
    void appliesACompletionSentAgain(WireProxy.Fate fate) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        wire.next("state = 1", fate);

        assertUnknown(() -> store.complete(lease, Requests.result("done")));
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(store.complete(lease, Requests.result("other"))).isEqualTo(WriteResult.REFUSED);
    }

    @Test
    void refusesACompletionThatLandsAfterATakeover() {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        Lease zombie = Requests.lease(store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        wire.next("state = 1", WireProxy.Fate.DELAY);
        assertUnknown(() -> store.complete(zombie, Requests.result("of the zombie")));
        Lease successor = Requests.lease(direct.claim(Requests.of(cell)));
        wire.arrive();
        assertThat(direct.complete(successor, Requests.result("of the successor")))
                .isEqualTo(WriteResult.APPLIED);

        assertThat(store.complete(zombie, Requests.result("of the zombie"))).isEqualTo(WriteResult.LOST);
        assertThat(direct.find(cell).flatMap(record -> record.result())).contains(Requests.result("of the successor"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_ANSWER", "DELAY"})
    void tellsTheTruthAboutACommitWhoseAnswerWasLost(WireProxy.Fate fate) throws Exception {
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        store.complete(lease, Requests.result("done"));
        wire.next("COMMIT", fate);
        assertUnknown(transaction::commit);

        CompletableFuture<Boolean> answer =
                CompletableFuture.supplyAsync(() -> store.committed(cell, lease.token(), LIMIT));
        if (fate == WireProxy.Fate.DELAY) {
            Waits.until(() -> TestServer.number(
                            TestServer.dataSource(),
                            "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                    == 1);
            assertThat(answer).isNotDone();
            wire.arrive();
        }
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(fate != WireProxy.Fate.LOSE_REQUEST);
        assertThat(direct.find(cell).isPresent()).isEqualTo(fate != WireProxy.Fate.LOSE_REQUEST);
    }

    @Test
    void knowsThatNothingIsAppliedWhenAJoinedVerbFails() {
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(pool));
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        wire.next("state = 1", WireProxy.Fate.LOSE_ANSWER);

        assertCertainty(Certainty.NOT_APPLIED, () -> store.complete(lease, Requests.result("done")));
        transaction.rollback();
        assertThat(store.committed(cell, lease.token(), LIMIT)).isFalse();
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertCertainty(Certainty.UNKNOWN, call);
    }

    private static void assertCertainty(Certainty certainty, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .isEqualTo(certainty));
    }
}
