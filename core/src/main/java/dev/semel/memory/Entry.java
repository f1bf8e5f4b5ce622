/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.memory;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One cell's record at one moment. Each change makes a new entry, and entries are compared by identity, so that a swap
 * in the map succeeds exactly if nothing has happened to the cell in between.
 */
final class Entry {
    /** Longer than any retention, and short enough that adding it to a clock never overflows. */
    private static final Duration LONGEST = Duration.ofDays(365_000);

    private final Grant grant;
    private final Status status;

    private Entry(Grant grant, Status status) {
        this.grant = grant;
        this.status = status;
    }

    /** What is fixed when the lease is granted. */
    private record Grant(ClaimId claimId, Claim.Granted answer, Fingerprint fingerprint, Instant expiresAt) {}

    /** What the fenced writes change. */
    private record Status(Phase phase, boolean marked, Instant leaseUntil, @Nullable RecordedResult result) {}

    private enum Phase {
        RUNNING,
        RELEASED,
        COMPLETED,
        HELD
    }

    static Entry first(ClaimRequest request, FencingToken token, Instant now) {
        Claim.Granted answer = new Claim.Granted(new Lease(request.cellId(), token), 1, Claim.History.FRESH);
        return granted(request, answer, request.fingerprint(), now);
    }

    Entry again(ClaimRequest request, FencingToken token, Instant now) {
        Claim.Granted answer =
                new Claim.Granted(new Lease(request.cellId(), token), grant.answer.attempt() + 1, history());
        Entry next = granted(request, answer, grant.fingerprint, now);
        return status.marked ? next.with(Phase.RUNNING, true, next.status.leaseUntil) : next;
    }

    private static Entry granted(ClaimRequest request, Claim.Granted answer, Fingerprint fingerprint, Instant now) {
        ClaimRequest.Terms terms = request.terms();
        return new Entry(
                new Grant(request.id(), answer, fingerprint, plus(now, terms.retention())),
                new Status(Phase.RUNNING, false, plus(now, terms.lease()), null));
    }

    private Claim.History history() {
        if (status.phase == Phase.RELEASED) {
            return Claim.History.RELEASED;
        }
        return status.marked ? Claim.History.INDETERMINATE : Claim.History.ABANDONED;
    }

    /** Whether a new lease may be granted; the record must not have expired. */
    boolean isFree(ClaimRequest request, Instant now) {
        if (!isSamePayload(request.accepted()) || isGrantOf(request)) {
            return false;
        }
        return status.phase == Phase.RELEASED
                || (status.phase == Phase.HELD && request.terms().takesHeld())
                || (status.phase == Phase.RUNNING && !hasLiveLease(now));
    }

    /** What the claimant is told when this is what lies in the cell after its claim. */
    Claim answerTo(ClaimRequest request, Instant now) {
        return isGrantOf(request) && isSamePayload(request.accepted())
                ? grant.answer
                : new Claim.Refused(asRecord(now));
    }

    private boolean isGrantOf(ClaimRequest request) {
        return status.phase == Phase.RUNNING && grant.claimId.equals(request.id());
    }

    private boolean isSamePayload(List<Fingerprint> accepted) {
        return grant.fingerprint.match(accepted) == Fingerprint.Match.SAME;
    }

    boolean isOf(FencingToken token) {
        return grant.answer.lease().token().equals(token);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(grant.expiresAt) && !hasLiveLease(now);
    }

    Instant expiresAt() {
        return grant.expiresAt;
    }

    private boolean hasLiveLease(Instant now) {
        return status.phase == Phase.RUNNING && now.isBefore(status.leaseUntil);
    }

    boolean isRunning() {
        return status.phase == Phase.RUNNING;
    }

    boolean isReleased() {
        return status.phase == Phase.RELEASED;
    }

    boolean isHeld() {
        return status.phase == Phase.HELD;
    }

    boolean isCompletedWith(RecordedResult result) {
        return result.equals(status.result);
    }

    Entry completed(RecordedResult result) {
        return new Entry(grant, new Status(Phase.COMPLETED, status.marked, status.leaseUntil, result));
    }

    Entry released() {
        return with(Phase.RELEASED, false, status.leaseUntil);
    }

    Entry renewed(Instant now, Duration duration, EffectMark mark) {
        return with(Phase.RUNNING, status.marked || mark == EffectMark.BEGUN, plus(now, duration));
    }

    /** Marks it too: whoever takes a held record and goes without an answer leaves the outcome as unknown as it was. */
    Entry held() {
        return with(Phase.HELD, true, status.leaseUntil);
    }

    private Entry with(Phase phase, boolean marked, Instant leaseUntil) {
        return new Entry(grant, new Status(phase, marked, leaseUntil, null));
    }

    IdempotencyRecord asRecord(Instant now) {
        Duration remaining = hasLiveLease(now) ? Duration.between(now, status.leaseUntil) : Duration.ZERO;
        CellId cellId = grant.answer.lease().cellId();
        return new IdempotencyRecord(
                cellId,
                state(),
                grant.answer.lease().token(),
                grant.answer.attempt(),
                grant.fingerprint,
                new IdempotencyRecord.Times(remaining, grant.expiresAt, retentionRemaining(now)),
                Optional.ofNullable(status.result));
    }

    private Duration retentionRemaining(Instant now) {
        return status.phase == Phase.COMPLETED && now.isBefore(grant.expiresAt)
                ? Duration.between(now, grant.expiresAt)
                : Duration.ZERO;
    }

    private RecordState state() {
        return switch (status.phase) {
            case RUNNING, RELEASED -> RecordState.IN_PROGRESS;
            case COMPLETED -> RecordState.COMPLETED;
            case HELD -> RecordState.HELD;
        };
    }

    private static Instant plus(Instant now, Duration duration) {
        return now.plus(duration.compareTo(LONGEST) > 0 ? LONGEST : duration);
    }
}
