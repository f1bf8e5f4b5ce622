/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.RecordState;
import dev.semel.spi.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a claim is told while another transaction is at the cell. */
class JoinedContentionIT extends TwoTransactions {
    @Test
    void answersContendedWhileTheSamePayloadIsUncommitted() {
        other.run(() -> begun(Requests.of(cell)));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void answersContendedByAnotherWhileAnotherPayloadIsUncommitted() {
        other.run(() -> begun(Requests.of(cell, "one")));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
        assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void saysSameWherePayloadsCannotBeCompared() {
        other.run(() -> begun(Requests.of(cell, List.of(Requests.fingerprint(1, "one")), TERMS)));

        Fingerprint newer = Requests.fingerprint(2, "by a newer algorithm");
        assertThat(answer(List.of(newer))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(Fingerprint.NONE))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(newer, Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(newer, Requests.fingerprint(1, "two")))).isEqualTo(new Claim.Contended(false));
    }

    @Test
    void saysSameWhereTheOtherHasNoPayload() {
        other.run(() -> begun(Requests.of(cell, List.of(Fingerprint.NONE), TERMS)));

        assertThat(answer(List.of(Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
    }

    @Test
    void keepsEqualCellsInTwoSchemasApart() {
        ContractSchema tables = ContractSchema.of("joined_elsewhere");
        JdbcJoinedIdempotencyStore elsewhere = JdbcJoinedIdempotencyStore.open(transactions, tables.options());
        other.run(() -> begun(Requests.of(cell, "one")));

        for (String payload : List.of("one", "two")) {
            Transaction transaction = elsewhere.begin();
            assertThat(elsewhere.claim(Requests.of(cell, payload))).isInstanceOf(Claim.Granted.class);
            transaction.rollback();
        }
    }

    /** At the end of a transaction its locks go one by one; the payload's may be gone before the cell's. */
    @Test
    void neverSaysOtherWhenOnlyTheCellsLockIsSeen() {
        ClaimRequest request = Requests.of(cell);
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("select pg_advisory_xact_lock(" + cell.high() + " # 'semel_record'::regclass::oid::bigint)");
            return transaction;
        });

        OtherThread prober = new OtherThread();
        prober.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell, "a prober's"))).isEqualTo(new Claim.Contended(true));
            return transaction;
        });
        Transaction transaction = store.begin();
        assertThat(store.claim(request)).isEqualTo(new Claim.Contended(true));
        transaction.rollback();
        prober.close();
    }

    @Test
    void doesNotTakeAProbersPayloadForTheHolders() {
        other.run(() -> begun(Requests.of(cell, "one")));
        OtherThread prober = new OtherThread();
        prober.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell, "two"))).isEqualTo(new Claim.Contended(false));
            return transaction;
        });

        assertThat(answer(List.of(Requests.fingerprint(1, "one")))).isEqualTo(new Claim.Contended(true));
        assertThat(answer(List.of(Requests.fingerprint(1, "three")))).isEqualTo(new Claim.Contended(false));
        prober.close();
    }

    @Test
    void grantsAsSoonAsTheOtherHasRolledBack() {
        Transaction uncommitted = other.run(() -> begun(Requests.of(cell)));
        other.run(() -> {
            uncommitted.rollback();
            return true;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Granted.class);
        transaction.rollback();
    }

    @Test
    void replaysInOpenTransactionsSideBySide() {
        completed();
        other.run(() -> {
            Transaction transaction = store.begin();
            assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isInstanceOfSatisfying(Claim.Refused.class, refused -> assertThat(
                        refused.record().state())
                .isEqualTo(RecordState.COMPLETED));
        assertThat(store.claim(Requests.of(cell, "other"))).isInstanceOf(Claim.Refused.class);
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForAnUncommittedTakeover() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        other.run(() -> begun(Requests.of(cell)));

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForWhoeverHasTheRowLocked() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("select 1 from semel_record where key_hash = '" + cell.toUuid() + "' for update");
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }

    @Test
    void doesNotWaitForAnUncommittedPurge() {
        committed(() -> store.claim(Requests.of(cell, Requests.INSTANT, Requests.INSTANT)));
        other.run(() -> {
            Transaction transaction = store.begin();
            execute("delete from semel_record where key_hash = '" + cell.toUuid() + "'");
            return transaction;
        });

        Transaction transaction = store.begin();
        assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
        assertUsable();
        transaction.rollback();
    }
}
