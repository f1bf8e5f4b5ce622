/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import dev.semel.FencingToken;
import java.time.Duration;

/**
 * A store whose verbs, called within a transaction of {@link #begin()} by the same thread, are part of that transaction:
 * record and business rows commit together or not at all (promise I13).
 *
 * <p>Within a transaction, {@code claim} must never wait for another transaction: a cell that an uncommitted one owns
 * must be answered {@link Claim.Contended}; and no answer may leave the transaction unusable for the caller. All verbs
 * must use the transaction's one connection and never take a second (design rule D9). A verb that is called outside of a
 * transaction must throw {@link IllegalStateException}, except {@code find} and {@code purge}, which then use a
 * connection of their own, and {@link #committed}, which always does.
 */
public interface JoinedIdempotencyStore extends IdempotencyStore {
    /**
     * Begins a transaction on this thread, or takes part in the one that it is in.
     *
     * @return the transaction; the caller ends it
     * @throws StoreException if none can begin
     */
    Transaction begin();

    /**
     * As {@link #begin}, for what remains to be written after an action that ran was rolled back: a recorded failure, or
     * that its outcome is unknown. Whatever refuses work in order to spare the store must let this through, because
     * without it the action runs again.
     *
     * @return the transaction; the caller ends it
     * @throws StoreException if none can begin
     */
    Transaction beginToRecord();

    /**
     * Finds out whether a commit whose answer was lost has landed. It must wait for the transaction to end or make sure
     * that it cannot commit any more: a plain read could miss a commit that lands a moment later (design rule D7).
     *
     * @param cellId the cell
     * @param token the token of the grant whose completion was part of that transaction
     * @param limit how long to wait at most
     * @return true if it committed, false if it is certain that it never will. Of a record whose retention, counted from
     *     that grant, has passed it may say false though it had committed, because it may be purged; the executor takes
     *     that for unknown
     * @throws StoreException if it cannot be found out now
     */
    boolean committed(CellId cellId, FencingToken token, Duration limit);
}
