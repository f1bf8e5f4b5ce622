/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Optional;

/** What became of a step. */
public sealed interface Event {
    /** The call begins. */
    record Start() implements Event {}

    /**
     * The transaction began.
     *
     * @param outermost false if this takes part in one that somebody outside will end
     */
    record Began(boolean outermost) implements Event {}

    /**
     * The store answered a claim.
     *
     * @param claim its answer
     */
    record Claimed(Claim claim) implements Event {}

    /**
     * No claim was sent, because a call in this process holds the cell.
     *
     * @param fingerprint that call's
     * @param remaining of its lease
     */
    record HeldHere(Fingerprint fingerprint, Duration remaining) implements Event {}

    /**
     * The answer of the cell is recorded, durably, as this process knows by itself: the call that held the cell was here,
     * or the answer is replayed from memory.
     *
     * @param fingerprint of the payload that it answers
     * @param result the answer
     */
    record Settled(Fingerprint fingerprint, RecordedResult result) implements Event {}

    /**
     * The action returned an answer.
     *
     * @param result to be recorded
     * @param rollBackFirst true if what the action did must be rolled back and only the answer be recorded
     */
    record Returned(RecordedResult result, boolean rollBackFirst) implements Event {}

    /**
     * The action ended without an answer.
     *
     * @param hold true if it is unknown whether it had an effect
     */
    record GaveUp(boolean hold) implements Event {}

    /**
     * The reconciler answered.
     *
     * @param verdict what it knows
     * @param result the answer; present exactly if the effect happened
     */
    record Reconciled(Verdict verdict, Optional<RecordedResult> result) implements Event {
        /** What a reconciler can know. */
        public enum Verdict {
            /** The effect happened. */
            HAPPENED,
            /** It did not. */
            DID_NOT_HAPPEN,
            /** It cannot be told. */
            CANNOT_TELL
        }
    }

    /**
     * The store answered a fenced write.
     *
     * @param result its answer
     */
    record Written(WriteResult result) implements Event {}

    /**
     * The store answered a read.
     *
     * @param record the record, if there is one
     */
    record Found(Optional<IdempotencyRecord> record) implements Event {}

    /** The step is done. */
    record Done() implements Event {}

    /**
     * It is known whether the commit landed.
     *
     * @param committed true if it did
     */
    record Resolved(boolean committed) implements Event {}

    /** The commit cannot be found out any more: the record's retention has passed, so that its absence tells nothing. */
    record Forgotten() implements Event {}

    /**
     * A pause is over.
     *
     * @param expired true if the time for this row of pauses has run out
     */
    record Waited(boolean expired) implements Event {}

    /**
     * A step did not get an answer from the store.
     *
     * @param failure what is known
     */
    record Failed(Failure failure) implements Event {}

    /** What is known of a step that failed. */
    enum Failure {
        /** It changed nothing. */
        NOT_APPLIED,
        /** It changed nothing and may succeed when sent again. */
        TRANSIENT,
        /** It changed nothing, and the store is not away but has too much to do: others may find a record. */
        OVERLOADED,
        /** It may have been applied, or may still be. */
        UNKNOWN,
        /** There is a record, and it cannot be read. */
        UNREADABLE
    }
}
