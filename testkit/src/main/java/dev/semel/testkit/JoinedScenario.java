/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The words for stores that join transactions. {@link #store()} gives each verb a transaction of its own. */
abstract class JoinedScenario extends Scenario {
    final JoinedIdempotencyStoreContract joinedContract;
    private JoinedIdempotencyStore joined;
    private Elsewhere elsewhere;
    private String row = "";

    JoinedScenario(JoinedIdempotencyStoreContract contract) {
        super(contract);
        this.joinedContract = contract;
    }

    @BeforeEach
    void openElsewhere() {
        joined = joinedContract.store();
        elsewhere = new Elsewhere(joined, joinedContract.patience());
        nameTheRow();
    }

    final void nameTheRow() {
        row = UUID.randomUUID().toString();
    }

    @AfterEach
    void closeElsewhere() {
        elsewhere.close();
    }

    final JoinedIdempotencyStore joined() {
        return joined;
    }

    final Elsewhere elsewhere() {
        return elsewhere;
    }

    final void insertRow() {
        joinedContract.insertBusinessRow(row);
    }

    final boolean rowExists() {
        return joinedContract.businessRowExists(row);
    }

    final void committing(Runnable work) {
        Transaction transaction = joined.begin();
        run(transaction, work);
        transaction.commit();
    }

    final void rollingBack(Runnable work) {
        Transaction transaction = joined.begin();
        run(transaction, work);
        transaction.rollback();
    }

    static void run(Transaction transaction, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            transaction.rollback();
            throw e;
        }
    }

    /** Claims within the open transaction. */
    final Claim.Granted joinedGrant() {
        return joinedGrant(wish());
    }

    final Claim.Granted joinedGrant(ClaimRequest request) {
        Claim claim = joined.claim(request);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return (Claim.Granted) claim;
    }

    /** The whole work of an action, within the open transaction. */
    final Claim.Granted workThrough() {
        Claim.Granted granted = joinedGrant();
        insertRow();
        assertThat(joined.complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        return granted;
    }

    final void assertNothingHappened() {
        assertThat(rowExists()).isFalse();
        assertAbsent();
    }

    final void assertWorkLanded() {
        assertThat(rowExists()).isTrue();
        assertThat(record().result()).contains(RESULT);
    }
}
