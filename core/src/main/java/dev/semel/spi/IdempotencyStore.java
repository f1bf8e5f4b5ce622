/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps one record a cell. Each verb is one atomic step at the store: it never waits for another claimant, decides no
 * policy, and retries nothing beyond what its Javadoc says. The executor does the rest.
 *
 * <pre>
 *            claim                       complete
 *  (absent) ───────► IN_PROGRESS ──────────────────────────► COMPLETED
 *                     ▲   │  ▲ │ hold                             │
 *        claim, after │   │  │ └──────► HELD ──┐ claim that        │ expires
 *   lease or release  └───┘  └─────────────────┘ takes held        ▼
 *                    renew, release           (absent) ◄── purge
 * </pre>
 *
 * <p>An implementation must be safe for use by many threads and many processes, and must decide leases and expiry by
 * the store's own clock within the statement (promise I7). A verb that cannot answer must throw {@link StoreException},
 * with {@link StoreException.Certainty#UNKNOWN} whenever the request may have reached the store. A record that cannot be
 * read must end in {@link UnreadableRecordException}, never in "absent". {@code IdempotencyStoreContract} in
 * {@code semel-testkit} has a test for each "must" below.
 *
 * <p><b>Expired.</b> A record has expired when its retention, counted from its last grant, has passed, and it is not in
 * progress under a live lease. An expired record must count as absent in every verb, purged or not.
 */
public interface IdempotencyStore {
    /**
     * Declares what this store is. It must not change while the store is open.
     *
     * @return the capabilities
     */
    StoreCapabilities capabilities();

    /**
     * Grants the lease of a cell, or tells why not.
     *
     * <ul>
     *   <li>An absent or expired cell must be granted, as {@link Claim.History#FRESH} and attempt 1, with the request's
     *       own fingerprint, and expiring after the request's retention.
     *   <li>A released one must be granted as {@link Claim.History#RELEASED}; one in progress whose lease has ended as
     *       {@link Claim.History#ABANDONED}, or {@link Claim.History#INDETERMINATE} if its effect mark is set; a held
     *       one, only if the request {@linkplain ClaimRequest.Terms#takesHeld() takes held}, as
     *       {@link Claim.History#INDETERMINATE}. The attempt must be one more than before, the effect mark must stay
     *       set, the fingerprint must stay as stored, and retention must start anew.
     *   <li>A record whose fingerprint is {@link dev.semel.Fingerprint.Match#OTHER} or
     *       {@link dev.semel.Fingerprint.Match#INCOMPARABLE} must be refused, whatever its state, unless expired.
     *   <li>A completed record must be refused with its result; one under a live lease of another claim must be refused.
     *   <li>The same {@link ClaimId} while its lease is the record's must be granted again, with the same token,
     *       attempt and history, and must not start the lease anew.
     *   <li>Each new grant must have a token above every earlier one of the cell, also after release, takeover, purge
     *       and restart of the store (promise I5).
     *   <li>Of any number of concurrent claims of a cell at most one must be granted.
     *   <li>A refused claim must change nothing (promise I8).
     * </ul>
     *
     * @param request who claims what on which terms
     * @return the answer
     * @throws StoreException if the store cannot answer
     * @throws UnreadableRecordException if there is a record that cannot be read
     */
    Claim claim(ClaimRequest request);

    /**
     * Records the answer; it is durable when this returns {@link WriteResult#APPLIED} (promise I2).
     *
     * <p>It must apply while the token is the record's and the record is in progress, even if the lease has ended but
     * nobody took over. Sent again with an equal result it must answer {@code APPLIED} again (promise I10); with another
     * result, or for a held record, {@code REFUSED}. With a stale token, or for a released or absent record, it must
     * change nothing and answer {@code LOST}. Expiry counts from the grant and must not move.
     *
     * @param lease the grant
     * @param result what to replay
     * @return what was done
     * @throws StoreException if the store cannot answer
     */
    WriteResult complete(Lease lease, RecordedResult result);

    /**
     * Gives the claim back, because the attempt is known to have had no effect. The next claim must be granted at once,
     * and must not see an effect mark. The record must stay, for its attempt counter and fingerprint. For a completed
     * or held record it must change nothing and answer {@code REFUSED}; sent again it must answer {@code APPLIED} again.
     *
     * @param lease the grant
     * @return what was done
     * @throws StoreException if the store cannot answer
     */
    WriteResult release(Lease lease);

    /**
     * Lets the lease end this much from now, and may mark that an effect outside is about to begin; the mark is durable
     * when this returns {@code APPLIED}. It must apply while the token is the record's and the record is in progress,
     * not released, even if the lease has ended but nobody took over. A released record must answer {@code LOST}, a
     * completed or held one {@code REFUSED}.
     *
     * @param lease the grant
     * @param duration how long from now, on the store's clock; positive
     * @param mark whether to set the effect mark
     * @return what was done
     * @throws StoreException if the store cannot answer
     */
    WriteResult renew(Lease lease, Duration duration, EffectMark mark);

    /**
     * Puts the record into {@link RecordState#HELD}: the outcome is unknown, and only a claim that takes held may have
     * it. The effect mark must be set with it, so that a takeover after such a claim has died is indeterminate too. Sent again it must answer {@code APPLIED} again; a completed record must answer {@code REFUSED}, a released
     * one {@code LOST}.
     *
     * @param lease the grant
     * @return what was done
     * @throws StoreException if the store cannot answer
     */
    WriteResult hold(Lease lease);

    /**
     * Reads the record of a cell and changes nothing.
     *
     * @param cellId the cell
     * @return the record; empty if absent or expired
     * @throws StoreException if the store cannot answer
     * @throws UnreadableRecordException if there is a record that cannot be read
     */
    Optional<IdempotencyRecord> find(CellId cellId);

    /**
     * Deletes expired records, oldest first. It must never delete a record that has not expired, one in progress under
     * a live lease least of all (promise I21), and must be safe while others claim.
     *
     * @param limit at most this many; positive
     * @return how many were deleted; fewer than the limit means that none is left
     * @throws StoreException if the store cannot answer
     */
    int purge(int limit);
}
