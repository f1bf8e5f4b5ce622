/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

/** What must happen sometimes: a simulation in which one of these never occurs proves little. */
public enum Situation {
    /** A claim took over from an attempt whose lease had ended. */
    TAKEOVER,
    /** A completion came after somebody had taken over, and was rejected. */
    ZOMBIE_COMPLETE_REJECTED,
    /** A renewal came after somebody had taken over, and was rejected. */
    ZOMBIE_RENEWAL_REJECTED,
    /** A mark of an external effect came after somebody had taken over, and was rejected. */
    ZOMBIE_MARK_REJECTED,
    /** A release or a hold came after somebody had taken over, and was rejected. */
    ZOMBIE_RELEASE_REJECTED,
    /** An action ended after another attempt had been granted. */
    ACTION_OUTLIVED_ITS_LEASE,
    /** The loser of a takeover answered with the winner's result. */
    ZOMBIE_GOT_THE_WINNERS_ANSWER,
    /** The loser of a takeover answered that it had lost. */
    LEASE_LOST_ANSWERED,
    /** A resource refused the effect of an older fence. */
    STALE_EFFECT_REFUSED,
    /** An effect outside happened twice in one incarnation (no promise N1). */
    EXTERNAL_EFFECT_REPEATED,
    /** A call answered unknown, and its result was recorded in the end. */
    UNKNOWN_THAT_LANDED,
    /** A call answered unknown, and its result was not recorded in the end. */
    UNKNOWN_THAT_DID_NOT_LAND,
    /** A completion whose answer was lost was sent again and applied once. */
    COMPLETE_SENT_AGAIN,
    /** A completion landed after its call had ended, and was applied. */
    LATE_COMPLETE_APPLIED,
    /** A write landed after its call had ended, and was rejected. */
    LATE_WRITE_REJECTED,
    /** A claim landed after its call had ended, and was granted to nobody. */
    CLAIM_GRANTED_TO_NOBODY,
    /** A claim whose answer was lost was sent again and got the same fence. */
    CLAIM_SENT_AGAIN,
    /** A claim was asked to be sent again, was, and was granted. */
    TRANSIENT_RETRIED,
    /** A record expired between claim and completion. */
    EXPIRED_BEFORE_COMPLETE,
    /** A key was new again after its record had expired. */
    NEW_AFTER_EXPIRY,
    /** Another payload was refused while the first ran. */
    MISMATCH_WHILE_BUSY,
    /** Another payload was refused after a takeover. */
    MISMATCH_AFTER_TAKEOVER,
    /** Another payload was refused after the answer was recorded. */
    MISMATCH_AFTER_ANSWER,
    /** A record was of an algorithm that the call did not know, and nothing ran. */
    INCOMPARABLE_PAYLOAD,
    /** A result was replayed whose author had answered unknown. */
    REPLAY_AFTER_UNKNOWN,
    /** A result was replayed whose author had died. */
    REPLAY_AFTER_CRASH,
    /** A waiter became a claimant. */
    WAITER_CLAIMED,
    /** A waiter got the answer of the holder. */
    WAITER_REPLAYED,
    /** A waiter gave up. */
    WAITER_GAVE_UP,
    /** A waiter got the answer of a call of its own process. */
    SETTLED_HERE,
    /** A call got its answer from the memory of its process. */
    REMEMBERED,
    /** A call was refused by what another call of its process had been told. */
    TOLD_OF_ANOTHER_CALL,
    /** A call was busy by what another one had been told, though the answer was known elsewhere by then. */
    TOLD_TOO_LATE,
    /** Another payload was refused from the memory of the process. */
    MISMATCH_REMEMBERED,
    /** A record was held. */
    HELD,
    /** A call was told that the record is held. */
    HELD_ANSWERED,
    /** A reconciler knew that the effect had happened. */
    RECONCILED_HAPPENED,
    /** A reconciler knew that it had not. */
    RECONCILED_DID_NOT_HAPPEN,
    /** A reconciler could not tell. */
    RECONCILED_CANNOT_TELL,
    /** A claim was granted after a release. */
    GRANTED_AFTER_RELEASE,
    /** An open transaction owned the cell. */
    CONTENDED,
    /** A commit whose answer was lost was found to have landed. */
    RESOLVED_AS_COMMITTED,
    /** A commit whose answer was lost was found not to have landed. */
    RESOLVED_AS_NOT_COMMITTED,
    /** A transaction that had written its record was rolled back. */
    COMPLETE_ROLLED_BACK,
    /** An answer was recorded after what the action did was rolled back. */
    RECORDED_AFTER_ROLLBACK,
    /** A record was held in a transaction of its own. */
    HELD_IN_TRANSACTION,
    /** A worker died while its action ran. */
    CRASH_WHILE_RUNNING,
    /** A worker died after the result was recorded and before the answer left. */
    CRASH_AFTER_RECORDING,
    /** The store failed before the action, which did not run. */
    UNAVAILABLE_BEFORE_RUN,
    /** A call was rolled back, definitely. */
    ROLLED_BACK_ANSWERED,
    /** A call was busy because its own process thought so, though an answer was known elsewhere. */
    BUSY_HERE_ANSWERED_ELSEWHERE
}
