/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That record and business rows commit together or not at all (promise I13). */
abstract class TransactionBehaviours extends JoinedScenario {
    TransactionBehaviours(JoinedIdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("Record and business rows commit together")
    void commitsRecordAndRowTogether() {
        committing(this::workThrough);

        assertWorkLanded();
        assertThat(refused(wish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("A transaction that records what became of a rolled-back action commits")
    void commitsWhatItBeganToRecord() {
        rollingBack(this::workThrough);
        Transaction transaction = joined().beginToRecord();
        assertThat(transaction.isOutermost()).isTrue();
        run(transaction, () -> assertThat(joined().hold(joinedGrant().lease())).isEqualTo(WriteResult.APPLIED));
        transaction.commit();

        assertThat(record().state()).isEqualTo(RecordState.HELD);
        assertThat(rowExists()).isFalse();
    }

    @Test
    @DisplayName("A rollback leaves neither record nor business rows")
    void leavesNothingAfterARollback() {
        rollingBack(this::workThrough);

        assertNothingHappened();
        assertThat(granted().history()).isEqualTo(Claim.History.FRESH);
    }

    @Test
    @DisplayName("A rolled-back claim leaves the cell as it was: absent")
    void leavesNoClaimAfterARollback() {
        rollingBack(this::joinedGrant);

        assertAbsent();
        assertThat(granted().attempt()).isEqualTo(1);
    }

    @Test
    @DisplayName("A grant's token is above that of a grant that was rolled back (promise I5)")
    void usesNoTokenOfARolledBackGrantAgain() {
        FencingToken[] token = new FencingToken[1];
        rollingBack(() -> token[0] = joinedGrant().lease().token());

        assertThat(granted().lease().token()).isGreaterThan(token[0]);
    }

    @Test
    @DisplayName("A rolled-back takeover leaves the record to its former holder")
    void leavesTheRecordToItsHolderAfterARolledBackTakeover() {
        Lease former = Situation.ABANDONED.arrange(this).lease();

        assertUnchangedBy(() -> rollingBack(this::joinedGrant));
        assertThat(store().complete(former, RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A rolled-back write has changed nothing")
    void leavesTheRecordAfterARolledBackWrite(Write write) {
        Lease lease = granted().lease();

        assertUnchangedBy(
                () -> rollingBack(() -> assertThat(joinedWrite(write, lease)).isEqualTo(WriteResult.APPLIED)));
        pass(LEASE + 1);
        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("A purge within a transaction that rolls back has purged nothing")
    void purgesNothingInARolledBackTransaction() {
        Situation.COMPLETED.arrange(this);
        pass(RETENTION + 1);
        int[] purged = new int[1];
        rollingBack(() -> purged[0] = joined().purge(100_000));

        assertThat(purged[0]).isPositive();
        assertThat(store().purge(100_000)).isEqualTo(purged[0]);
    }

    @Test
    @DisplayName("A rollback to a savepoint leaves nothing of what came after it, and the cell can be claimed again")
    void leavesNothingAfterARollbackToASavepoint() {
        committing(() -> {
            joinedContract.rolledBackToSavepoint(this::workThrough);
            assertThat(joined().find(cellId())).isEmpty();
        });
        assertNothingHappened();

        committing(() -> {
            joinedContract.rolledBackToSavepoint(this::workThrough);
            assertThat(workThrough().history()).isEqualTo(Claim.History.FRESH);
        });
        assertWorkLanded();
    }

    @Test
    @DisplayName("A completion that was rolled back to a savepoint is not there")
    void leavesTheClaimAfterARollbackToASavepoint() {
        committing(() -> {
            Lease lease = joinedGrant().lease();
            joinedContract.rolledBackToSavepoint(() -> joined().complete(lease, RESULT));
        });

        assertThat(record().state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    @Test
    @DisplayName("An inner success is undone by the outer rollback")
    void leavesNothingAfterAnOuterRollback() {
        rollingBack(() -> committing(this::workThrough));

        assertNothingHappened();
    }

    @Test
    @DisplayName("begin takes part in the transaction that the thread is in, and its commit leaves it to who began it")
    void leavesTheCommitToTheOutermost() {
        Transaction outer = joined().begin();
        try {
            assertThat(outer.isOutermost()).isTrue();
            assertThat(outer.isRollbackOnly()).isFalse();
            Transaction inner = joined().begin();
            assertThat(inner.isOutermost()).isFalse();
            workThrough();
            inner.commit();
            assertThat(elsewhere().call(() -> joined().find(cellId()))).isEmpty();
            assertThat(outer.isRollbackOnly()).isFalse();
        } catch (RuntimeException | Error e) {
            outer.rollback();
            throw e;
        }
        outer.commit();

        assertWorkLanded();
    }

    @Test
    @DisplayName(
            "An inner rollback marks the transaction: a commit would not commit, and says that nothing was applied")
    void rollsBackAsAWholeAfterAnInnerRollback() {
        Transaction outer = joined().begin();
        try {
            workThrough();
            joined().begin().rollback();
            assertThat(outer.isRollbackOnly()).isTrue();
        } catch (RuntimeException | Error e) {
            outer.rollback();
            throw e;
        }

        assertThatThrownBy(outer::commit).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .isNotEqualTo(StoreException.Certainty.UNKNOWN));
        assertNothingHappened();
        assertThatThrownBy(() -> joined().claim(wish())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("A verb sees what the transaction has done so far, and others do not")
    void showsTheTransactionItsOwnRecord() {
        committing(() -> {
            workThrough();
            assertThat(joined().find(cellId()).orElseThrow().result()).contains(RESULT);
            assertThat(elsewhere().call(() -> joined().find(cellId()))).isEmpty();
        });
    }

    @Test
    @DisplayName("A second claim of the cell within the transaction is refused and does not wait for itself")
    void refusesAReentrantClaim() {
        committing(() -> {
            Claim.Granted granted = joinedGrant();
            assertThat(joined().claim(wish())).isInstanceOfSatisfying(Claim.Refused.class, refusal -> assertThat(
                            refusal.record().token())
                    .isEqualTo(granted.lease().token()));
        });
    }

    private WriteResult joinedWrite(Write write, Lease lease) {
        return write.send(joined(), this, lease);
    }
}
