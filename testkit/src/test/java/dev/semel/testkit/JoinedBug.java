/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.util.List;

/** Planted bugs of stores that join transactions, each with a behaviour of the contract that must find it. */
enum JoinedBug {
    RECORD_IN_A_TRANSACTION_OF_ITS_OWN("leavesNothingAfterARollback"),
    CLAIM_IN_A_TRANSACTION_OF_ITS_OWN("leavesNoClaimAfterARollback"),
    TAKEOVER_IN_A_TRANSACTION_OF_ITS_OWN("leavesTheRecordToItsHolderAfterARolledBackTakeover"),
    WRITE_IN_A_TRANSACTION_OF_ITS_OWN("leavesTheRecordAfterARolledBackWrite"),
    PURGE_IN_A_TRANSACTION_OF_ITS_OWN("purgesNothingInARolledBackTransaction"),
    TOKEN_ROLLED_BACK("usesNoTokenOfARolledBackGrantAgain"),
    RECORDING_IS_REFUSED("commitsWhatItBeganToRecord"),
    COMMIT_LOSES_THE_RECORD("commitsRecordAndRowTogether"),
    SAVEPOINT_LEAVES_THE_RECORD("leavesNothingAfterARollbackToASavepoint"),
    SAVEPOINT_LEAVES_COMPLETIONS("leavesTheClaimAfterARollbackToASavepoint"),
    INNER_COMMIT_COMMITS("leavesNothingAfterAnOuterRollback"),
    INNER_IS_OUTERMOST("leavesTheCommitToTheOutermost"),
    INNER_ROLLBACK_FORGOTTEN("rollsBackAsAWholeAfterAnInnerRollback"),
    FIND_OUTSIDE_OF_THE_TRANSACTION("showsTheTransactionItsOwnRecord"),
    REENTRANT_CLAIM_IS_CONTENDED("refusesAReentrantClaim"),
    CONTENDED_WAITS("answersContendedWithoutWaiting"),
    CONTENDED_IS_ALWAYS_THE_SAME_PAYLOAD("answersContendedForAnotherPayload"),
    CONTENDED_WHEN_INCOMPARABLE_IS_OTHER("answersContendedForAnIncomparablePayload"),
    TAKEOVER_UNSEEN_BY_OTHERS("answersContendedAfterATakeover"),
    CLAIM_WAITS_FOR_WRITES("waitsForNoWrite"),
    FIND_WAITS("findsWithoutWaiting"),
    OWNER_STAYS_AFTER_COMMIT("refusesAfterTheOwnersCommit"),
    OWNER_STAYS_AFTER_ROLLBACK("grantsAfterTheOwnersRollback"),
    CONTENDED_SPOILS("staysUsableAfterContended"),
    REFUSAL_SPOILS("staysUsableAfterEveryClaim"),
    LOST_SPOILS("staysUsableAfterEveryWrite"),
    CLAIM_BEGINS_ITS_OWN("refusesToClaimOutsideOfATransaction"),
    WRITE_BEGINS_ITS_OWN("refusesToWriteOutsideOfATransaction"),
    FIND_NEEDS_A_TRANSACTION("findsAndPurgesOutsideOfATransaction"),
    TRANSACTION_OF_ALL_THREADS("bindsTheTransactionToItsThread"),
    RACERS_SEE_NO_OWNER("commitsOneOfManyRacers"),
    COMMITTED_NEVER("knowsACommitThatLanded"),
    COMMITTED_ALWAYS("knowsARollback"),
    COMMITTED_IGNORES_THE_TOKEN("tellsGrantsApart"),
    COMMITTED_LEAVES_A_RECORD("knowsAnAbsentCell"),
    COMMITTED_READS_PLAINLY("doesNotGuessWhileTheTransactionRuns"),
    COMMITTED_GUESSES_AFTER_A_MOMENT("waitsForTheTransaction"),
    COMMITTED_ENDS_THE_TRANSACTION("leavesTheTransactionAlone");

    private final String foundBy;

    JoinedBug(String foundBy) {
        this.foundBy = foundBy;
    }

    /** The method of the contract that must fail. */
    String foundBy() {
        return foundBy;
    }

    static List<JoinedBug> all() {
        return List.of(values());
    }
}
