/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.FencingToken;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That it can be found out whether a commit whose answer was lost has landed (design rule D7). */
abstract class CommitBehaviours extends JoinedScenario {
    private static final Duration SHORT = Duration.ofMillis(100);

    CommitBehaviours(JoinedIdempotencyStoreContract contract) {
        super(contract);
    }

    private enum Finding {
        LANDED,
        NEVER_WILL,
        NOT_NOW
    }

    @Test
    @DisplayName("committed: true if it committed")
    void knowsACommitThatLanded() {
        Lease[] lease = new Lease[1];
        committing(() -> lease[0] = workThrough().lease());

        assertThat(ask(lease[0], patience())).isEqualTo(Finding.LANDED);
    }

    @Test
    @DisplayName("committed: false if it was rolled back")
    void knowsARollback() {
        Lease[] lease = new Lease[1];
        rollingBack(() -> lease[0] = workThrough().lease());

        assertThat(ask(lease[0], patience())).isEqualTo(Finding.NEVER_WILL);
        assertAbsent();
    }

    @Test
    @DisplayName("committed: false if another grant than the one asked for was completed")
    void tellsGrantsApart() {
        Lease[] leases = new Lease[2];
        rollingBack(() -> leases[0] = workThrough().lease());
        committing(() -> leases[1] = workThrough().lease());

        assertThat(ask(leases[0], patience())).isEqualTo(Finding.NEVER_WILL);
        assertThat(ask(leases[1], patience())).isEqualTo(Finding.LANDED);
    }

    @Test
    @DisplayName("committed: false, and no record, for a cell that nobody has claimed")
    void knowsAnAbsentCell() {
        assertThat(ask(new Lease(cellId(), new FencingToken(1)), patience())).isEqualTo(Finding.NEVER_WILL);
        assertAbsent();
        assertThat(granted().attempt()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "committed must not answer for a transaction that runs on: it says so, or makes sure that it cannot commit")
    void doesNotGuessWhileTheTransactionRuns() {
        elsewhere().begin();
        Lease lease = elsewhere().call(this::workThrough).lease();

        Finding finding = ask(lease, SHORT);

        assertThat(finding).isNotEqualTo(Finding.LANDED);
        assertThat(finding == Finding.NEVER_WILL && commitElsewhere()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("committed must wait for the transaction to end, or make sure that it cannot commit")
    void waitsForTheTransaction(boolean commits) {
        elsewhere().begin();
        Lease lease = elsewhere().call(this::workThrough).lease();

        try (Elsewhere asking = new Elsewhere(joined(), joinedContract.patience())) {
            Future<Finding> asked = asking.start(() -> ask(lease, patience()));
            giveTimeToWait(asked);
            boolean landed = commits && commitElsewhere();
            if (!commits) {
                elsewhere().rollback();
            }

            assertThat(asking.await(asked)).isEqualTo(landed ? Finding.LANDED : Finding.NEVER_WILL);
            assertThat(rowExists()).isEqualTo(landed);
        }
    }

    @Test
    @DisplayName("committed uses a connection of its own, also within a transaction, which it leaves alone")
    void leavesTheTransactionAlone() {
        Lease[] lease = new Lease[1];
        committing(() -> lease[0] = workThrough().lease());
        moveTo(newCell());
        nameTheRow();

        committing(() -> {
            assertThat(ask(lease[0], patience())).isEqualTo(Finding.LANDED);
            workThrough();
        });

        assertWorkLanded();
    }

    private Duration patience() {
        return joinedContract.patience().dividedBy(2);
    }

    /** An answer may come before the end: if the store has made sure that the transaction cannot commit. */
    private static void giveTimeToWait(Future<Finding> asked) {
        try {
            asked.get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it waits, as it should
        } catch (ExecutionException e) {
            throw new AssertionError("committed failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an answer.", e);
        }
    }

    private Finding ask(Lease lease, Duration limit) {
        try {
            return joined().committed(lease.cellId(), lease.token(), limit) ? Finding.LANDED : Finding.NEVER_WILL;
        } catch (StoreException e) {
            return Finding.NOT_NOW;
        }
    }

    private boolean commitElsewhere() {
        try {
            elsewhere().commit();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }
}
