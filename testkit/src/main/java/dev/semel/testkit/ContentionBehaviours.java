/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That transactions do not wait for each other, and that no answer spoils the caller's. */
abstract class ContentionBehaviours extends JoinedScenario {
    ContentionBehaviours(JoinedIdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("A cell that an uncommitted transaction owns must be answered Contended, without waiting")
    void answersContendedWithoutWaiting() {
        committing(() -> {
            workThrough();
            assertThat(claimElsewhere(wish())).isEqualTo(new Claim.Contended(true));
        });

        assertWorkLanded();
    }

    @Test
    @DisplayName("Contended tells that the other claim has another fingerprint, if that is known")
    void answersContendedForAnotherPayload() {
        boolean asTheSame = !joinedContract.knowsThePayloadOfContenders();

        committing(() -> {
            joinedGrant();
            assertThat(claimElsewhere(wish(OTHER_PAYLOAD))).isEqualTo(new Claim.Contended(asTheSame));
        });
    }

    @Test
    @DisplayName("Contended does not claim another payload if the fingerprints cannot be compared")
    void answersContendedForAnIncomparablePayload() {
        committing(() -> {
            joinedGrant();
            assertThat(claimElsewhere(wish(OTHER_ALGORITHM))).isEqualTo(new Claim.Contended(true));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"RELEASED", "ABANDONED", "MARKED", "HELD", "EXPIRED", "PURGED"})
    @DisplayName("A cell that an uncommitted transaction has taken over is answered Contended, too")
    void answersContendedAfterATakeover(Start start) {
        start.arrange(this);

        committing(() -> {
            joinedGrant(greedyWish());
            assertThat(claimElsewhere(greedyWish())).isInstanceOf(Claim.Contended.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A claim does not wait for a write that is not committed, and is not granted")
    void waitsForNoWrite(Write write) {
        Lease lease = granted().lease();

        committing(() -> {
            write.send(joined(), this, lease);
            assertThat(claimElsewhere(wish())).isNotInstanceOf(Claim.Granted.class);
        });
    }

    @Test
    @DisplayName("find waits for nobody and does not see what is not committed")
    void findsWithoutWaiting() {
        committing(() -> {
            workThrough();
            assertThat(elsewhere().call(() -> joined().find(cellId()))).isEmpty();
        });
    }

    @Test
    @DisplayName("Once the owner has committed, its record is seen")
    void refusesAfterTheOwnersCommit() {
        committing(this::workThrough);

        assertThat(claimElsewhere(wish())).isInstanceOfSatisfying(Claim.Refused.class, refusal -> assertThat(
                        refusal.record().result())
                .contains(RESULT));
    }

    @Test
    @DisplayName("Once the owner has rolled back, the cell is granted as FRESH")
    void grantsAfterTheOwnersRollback() {
        rollingBack(() -> {
            workThrough();
            claimElsewhere(wish());
        });

        assertThat(claimElsewhere(wish()))
                .isInstanceOfSatisfying(Claim.Granted.class, granted -> assertThat(granted.history())
                        .isEqualTo(Claim.History.FRESH));
    }

    @Test
    @DisplayName("The transaction is usable after the answer Contended")
    void staysUsableAfterContended() {
        elsewhere().begin();
        elsewhere().call(() -> joined().claim(wish()));

        committing(() -> {
            assertThat(joined().claim(wish())).isInstanceOf(Claim.Contended.class);
            assertThat(joined().claim(wish(OTHER_PAYLOAD))).isInstanceOf(Claim.Contended.class);
            insertRow();
        });

        assertThat(rowExists()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The transaction is usable after every answer to a claim")
    void staysUsableAfterEveryClaim(Situation situation) {
        situation.arrange(this);

        committing(() -> {
            joined().claim(wish(OTHER_PAYLOAD));
            joined().claim(wish());
            joined().claim(greedyWish());
            insertRow();
        });

        assertThat(rowExists()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The transaction is usable after every answer to a write")
    void staysUsableAfterEveryWrite(Situation situation) {
        Lease stale = Situation.ABANDONED.arrange(this).lease();
        Claim.Granted successor = granted();
        situation.shape(this, successor);

        committing(() -> {
            for (Write write : Write.values()) {
                assertThat(write.send(joined(), this, stale)).isEqualTo(WriteResult.LOST);
                write.send(joined(), this, successor.lease());
            }
            insertRow();
        });

        assertThat(rowExists()).isTrue();
    }

    @Test
    @DisplayName("A claim outside of a transaction must throw IllegalStateException")
    void refusesToClaimOutsideOfATransaction() {
        assertThatThrownBy(() -> joined().claim(wish())).isInstanceOf(IllegalStateException.class);
        assertAbsent();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write outside of a transaction must throw IllegalStateException")
    void refusesToWriteOutsideOfATransaction(Write write) {
        Lease lease = granted().lease();

        assertUnchangedBy(() ->
                assertThatThrownBy(() -> write.send(joined(), this, lease)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    @DisplayName("find, purge and committed work outside of a transaction, on a connection of their own")
    void findsAndPurgesOutsideOfATransaction() {
        Lease lease = Situation.COMPLETED.arrange(this).lease();

        assertThat(joined().find(cellId())).isPresent();
        assertThat(joined().committed(cellId(), lease.token(), Duration.ofSeconds(5)))
                .isTrue();
        pass(RETENTION + 1);
        assertThat(joined().purge(100_000)).isPositive();
    }

    @Test
    @DisplayName("A transaction is bound to its thread: another thread's verbs are outside of it")
    void bindsTheTransactionToItsThread() {
        committing(() -> assertThatThrownBy(() -> elsewhere().call(() -> joined().claim(wish())))
                .isInstanceOf(IllegalStateException.class));
    }

    @Test
    @DisplayName("Of many transactions that race for a cell exactly one has its business row committed (promise I1)")
    void commitsOneOfManyRacers() {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            ConcurrencyProbe probe = new ConcurrencyProbe();
            List<String> rows = ConcurrencyProbe.race(RaceBehaviours.RACERS, racer -> workOnce(probe));

            assertThat(probe.runs()).isEqualTo(1);
            assertThat(rows).filteredOn(joinedContract::businessRowExists).hasSize(1);
            assertThat(record().result()).contains(RESULT);
        }
    }

    private String workOnce(ConcurrencyProbe probe) {
        String row = UUID.randomUUID().toString();
        committing(() -> {
            if (joined().claim(wish()) instanceof Claim.Granted granted) {
                probe.pass();
                joinedContract.insertBusinessRow(row);
                joined().complete(granted.lease(), RESULT);
            }
        });
        return row;
    }

    private Claim claimElsewhere(ClaimRequest request) {
        return elsewhere().call(() -> {
            Transaction transaction = joined().begin();
            try {
                return joined().claim(request);
            } finally {
                transaction.rollback();
            }
        });
    }
}
