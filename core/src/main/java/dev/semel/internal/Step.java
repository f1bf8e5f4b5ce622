/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;

/** What the protocol wants done next. A driver does it and reports an {@link Event}; it decides nothing. */
public sealed interface Step {
    /**
     * Begin a transaction; answered by {@link Event.Began}, or instead of beginning one by {@link Event.HeldHere} or
     * {@link Event.Settled}.
     */
    record Begin() implements Step {}

    /**
     * Ask the store for the lease, always under the same claim id; answered by {@link Event.Claimed}, or instead of asking
     * by {@link Event.HeldHere} or {@link Event.Settled}.
     */
    record AskForLease() implements Step {}

    /**
     * Run the action; answered by {@link Event.Returned} or {@link Event.GaveUp}.
     *
     * @param granted the attempt
     */
    record Run(Claim.Granted granted) implements Step {}

    /**
     * Ask the reconciler; answered by {@link Event.Reconciled}.
     *
     * @param granted the attempt
     */
    record Reconcile(Claim.Granted granted) implements Step {}

    /**
     * Record the result; answered by {@link Event.Written}.
     *
     * @param lease the grant
     * @param result the result
     */
    record Complete(Lease lease, RecordedResult result) implements Step {}

    /**
     * Give the claim back; answered by {@link Event.Written}.
     *
     * @param lease the grant
     */
    record Release(Lease lease) implements Step {}

    /**
     * Hold the record; answered by {@link Event.Written}.
     *
     * @param lease the grant
     */
    record Hold(Lease lease) implements Step {}

    /** Read the record; answered by {@link Event.Found}. */
    record Read() implements Step {}

    /** Commit; answered by {@link Event.Done}. */
    record Commit() implements Step {}

    /** Undo what was done in the transaction; answered by {@link Event.Done}. */
    record Rollback() implements Step {}

    /** Leave a transaction in which nothing was written, without harm to one outside it; answered by {@link Event.Done}. */
    record Leave() implements Step {}

    /**
     * Find out whether the commit landed; answered by {@link Event.Resolved}.
     *
     * @param lease the grant that it was to complete
     */
    record Resolve(Lease lease) implements Step {}

    /**
     * Pause for a while; answered by {@link Event.Waited}, or by {@link Event.Settled} if the holder is in this process
     * and has finished.
     *
     * @param reason what for, which decides how long at most
     * @param round 0 for the first pause of a row, to back off by
     */
    record Pause(Reason reason, int round) implements Step {
        /** What a pause is for. */
        public enum Reason {
            /** A duplicate waits for the holder; at most as long as the policy says. */
            HOLDER,
            /** A store step failed before the action ran; at most a few times. */
            RETRY,
            /** The result must be recorded; until the lease ends. */
            RECORD
        }
    }

    /**
     * The call is over.
     *
     * @param answer what became of it
     */
    record Return(Answer answer) implements Step {}
}
