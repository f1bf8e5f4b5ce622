/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the store told one call about a cell, and when that call asked: other calls of this process learn from it instead
 * of asking again. Never a grant: that is its claimant's alone.
 *
 * <p>It answers another call only in ways that the store would have, a moment ago: that the first call runs, under a
 * lease that has not ended since; that an answer is recorded, which is final; that the record is held. How the payloads
 * compare is told by the protocol from the stored fingerprint, as always. Whatever the store might grant, the other call
 * asks for itself.
 */
public sealed interface Sighting {
    /**
     * For how long after it was asked for a sighting may answer calls that came later, in nanoseconds. That the first
     * call runs is told from it only to many ({@link CellWatch}), and for no longer than this after the end.
     */
    long FRESH_NANOS = Duration.ofMillis(500).toNanos();

    /**
     * When the store was asked.
     *
     * @return on this machine's elapsed time, before the request was sent
     */
    long askedAt();

    /**
     * There is a record.
     *
     * @param askedAt as above
     * @param record as it was
     */
    record Seen(long askedAt, IdempotencyRecord record) implements Sighting {
        /** As it must be now at the latest: the store counted the lease from after it was asked. */
        private IdempotencyRecord aged(long now) {
            Duration left = record.times().leaseRemaining().minusNanos(Math.max(0, now - askedAt));
            Duration remaining = left.isNegative() ? Duration.ZERO : left;
            return new IdempotencyRecord(
                    record.cellId(),
                    record.state(),
                    record.token(),
                    record.attempt(),
                    record.fingerprint(),
                    new IdempotencyRecord.Times(remaining, record.times().expiresAt()), // told once, for memory
                    record.result());
        }
    }

    /**
     * There is no record.
     *
     * @param askedAt as above
     */
    record Absent(long askedAt) implements Sighting {}

    /**
     * A transaction that has not ended owns the cell, for the same payload.
     *
     * @param askedAt as above
     * @param accepted the payload's fingerprints, to which alone this says something
     */
    record Owned(long askedAt, List<Fingerprint> accepted) implements Sighting {}

    /**
     * The store did not answer.
     *
     * @param askedAt as above
     * @param failure what it or its driver threw
     */
    record NoAnswer(long askedAt, RuntimeException failure) implements Sighting {}

    /**
     * Whether it answers calls that came later. A failure never does, because a call that tries again wants to know anew;
     * nor does a record that may have expired since.
     *
     * @param now the present
     * @return true if it was asked for not long ago
     */
    default boolean isRecent(long now) {
        long age = now - askedAt();
        if (this instanceof NoAnswer || age > FRESH_NANOS) {
            return false;
        }
        return !(this instanceof Seen seen)
                || switch (seen.record.state()) {
                    case IN_PROGRESS ->
                        true; // as long as its lease lives it has not expired; afterwards it is no answer
                    case COMPLETED -> seen.record.times().retentionRemaining().compareTo(Duration.ofNanos(age)) > 0;
                    case HELD -> false;
                };
    }

    /**
     * Whether it says that the first call runs, so that who waits for it goes on waiting.
     *
     * @param now the present
     * @return false also if its lease must have ended by now
     */
    default boolean isBusy(long now) {
        return this instanceof Owned || (this instanceof Seen seen && isLeased(seen.aged(now)));
    }

    private static boolean isLeased(IdempotencyRecord record) {
        return record.state() == RecordState.IN_PROGRESS
                && !record.times().leaseRemaining().isZero();
    }

    /**
     * What the store would answer to a claim.
     *
     * @param request the claim
     * @param now the present
     * @return empty if that must be asked
     */
    default Optional<Claim> toClaim(ClaimRequest request, long now) {
        if (this instanceof Owned owned) {
            return owned.accepted().equals(request.accepted())
                    ? Optional.of(new Claim.Contended(true))
                    : Optional.empty();
        }
        if (!(this instanceof Seen seen)) {
            return Optional.empty();
        }
        IdempotencyRecord record = seen.aged(now);
        boolean refused =
                switch (record.state()) {
                    case COMPLETED -> true;
                    case IN_PROGRESS -> isLeased(record);
                    case HELD -> !request.terms().takesHeld();
                };
        return refused ? Optional.of(new Claim.Refused(record)) : Optional.empty();
    }

    /**
     * What the store would answer to a waiter's read.
     *
     * @param now the present
     * @return what it found; empty if it must be asked
     */
    default Optional<Event.Found> toRead(long now) {
        if (this instanceof Seen seen) {
            return Optional.of(new Event.Found(Optional.of(seen.aged(now))));
        }
        return this instanceof Absent ? Optional.of(new Event.Found(Optional.empty())) : Optional.empty();
    }

    /**
     * What a claim's answer says to others.
     *
     * @param askedAt when it was sent
     * @param request the claim
     * @param claim the answer
     * @return empty if it says nothing to others
     */
    static Optional<Sighting> of(long askedAt, ClaimRequest request, Claim claim) {
        if (claim instanceof Claim.Refused refused) {
            return Optional.of(new Seen(askedAt, refused.record()));
        }
        boolean owned = claim instanceof Claim.Contended contended && contended.samePayload();
        return owned ? Optional.of(new Owned(askedAt, request.accepted())) : Optional.empty();
    }

    /**
     * What a read's answer says to others.
     *
     * @param askedAt when it was sent
     * @param found the answer
     * @return what was seen
     */
    static Sighting of(long askedAt, Event.Found found) {
        return found.record().<Sighting>map(record -> new Seen(askedAt, record)).orElseGet(() -> new Absent(askedAt));
    }
}
