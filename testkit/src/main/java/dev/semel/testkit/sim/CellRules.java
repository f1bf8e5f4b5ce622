/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store does to one row, as a function of the row, the request and the store's clock. Each decision that a store
 * could get wrong is a method, so that tests can get it wrong.
 */
class CellRules {
    private long lastToken;

    /** An answer, and the row to be written if there is one. */
    record Decision(Claim answer, @Nullable Row next) {}

    /** An answer, and the row to be written if there is one. */
    record Write(WriteResult answer, @Nullable Row next) {
        static final Write LOST = new Write(WriteResult.LOST, null);
        static final Write REFUSED = new Write(WriteResult.REFUSED, null);
        static final Write AGAIN = new Write(WriteResult.APPLIED, null);
    }

    long now(SimulatedClock clock) {
        return clock.millis();
    }

    long nextToken(@Nullable Row before) {
        return ++lastToken;
    }

    boolean isOf(Row row, FencingToken token) {
        return row.grant().answer().lease().token().equals(token);
    }

    boolean isSamePayload(Row row, List<Fingerprint> accepted) {
        return row.grant().fingerprint().match(accepted) == Fingerprint.Match.SAME;
    }

    boolean isOtherPayload(Row row, List<Fingerprint> accepted) {
        return row.grant().fingerprint().match(accepted) == Fingerprint.Match.OTHER;
    }

    long leaseEnd(long now, Duration lease) {
        return now + lease.toMillis();
    }

    Write completedAgain(Row row, RecordedResult result) {
        return result.equals(row.result()) ? Write.AGAIN : Write.REFUSED;
    }

    final Decision claim(@Nullable Row row, ClaimRequest request, long now) {
        if (row == null || row.isExpired(now)) {
            return granted(request, now, first(row, request));
        }
        if (!isSamePayload(row, request.accepted())) {
            return new Decision(new Claim.Refused(row.asRecord(now)), null);
        }
        if (row.phase() == Row.Phase.RUNNING && row.grant().claimId().equals(request.id())) {
            return new Decision(row.grant().answer(), null);
        }
        return switch (row.phase()) {
            case RELEASED -> granted(request, now, next(row, Claim.History.RELEASED));
            case HELD ->
                request.terms().takesHeld()
                        ? granted(request, now, next(row, Claim.History.INDETERMINATE))
                        : new Decision(new Claim.Refused(row.asRecord(now)), null);
            case RUNNING ->
                row.isLive(now)
                        ? new Decision(new Claim.Refused(row.asRecord(now)), null)
                        : granted(request, now, next(row, abandoned(row)));
            case COMPLETED -> new Decision(new Claim.Refused(row.asRecord(now)), null);
        };
    }

    /** What a grant takes from the record before, or begins. */
    private record Origin(long token, int attempt, Claim.History history, Fingerprint fingerprint, boolean marked) {}

    private Origin first(@Nullable Row gone, ClaimRequest request) {
        return new Origin(nextToken(gone), 1, Claim.History.FRESH, request.fingerprint(), false);
    }

    private Origin next(Row row, Claim.History history) {
        int attempt = row.grant().answer().attempt() + 1;
        return new Origin(nextToken(row), attempt, history, row.grant().fingerprint(), row.marked());
    }

    private static Claim.History abandoned(Row row) {
        return row.marked() ? Claim.History.INDETERMINATE : Claim.History.ABANDONED;
    }

    private Decision granted(ClaimRequest request, long now, Origin origin) {
        Lease lease = new Lease(request.cellId(), new FencingToken(origin.token()));
        Claim.Granted answer = new Claim.Granted(lease, origin.attempt(), origin.history());
        long expiresAt = now + request.terms().retention().toMillis();
        Row.Grant grant = new Row.Grant(request.id(), answer, origin.fingerprint(), expiresAt);
        long leaseUntil = leaseEnd(now, request.terms().lease());
        return new Decision(answer, new Row(grant, Row.Phase.RUNNING, origin.marked(), leaseUntil, null));
    }

    final Write complete(@Nullable Row row, Lease lease, RecordedResult result, long now) {
        if (row == null || row.isExpired(now) || !isOf(row, lease.token())) {
            return Write.LOST;
        }
        return switch (row.phase()) {
            case RUNNING -> new Write(WriteResult.APPLIED, row.completed(result));
            case COMPLETED -> completedAgain(row, result);
            case RELEASED -> Write.LOST;
            case HELD -> Write.REFUSED;
        };
    }

    final Write release(@Nullable Row row, Lease lease, long now) {
        if (row == null || row.isExpired(now) || !isOf(row, lease.token())) {
            return Write.LOST;
        }
        return switch (row.phase()) {
            case RUNNING -> new Write(WriteResult.APPLIED, row.with(Row.Phase.RELEASED, false));
            case RELEASED -> Write.AGAIN;
            case COMPLETED, HELD -> Write.REFUSED;
        };
    }

    final Write hold(@Nullable Row row, Lease lease, long now) {
        if (row == null || row.isExpired(now) || !isOf(row, lease.token())) {
            return Write.LOST;
        }
        return switch (row.phase()) {
            case RUNNING -> new Write(WriteResult.APPLIED, row.with(Row.Phase.HELD, true));
            case HELD -> Write.AGAIN;
            case RELEASED -> Write.LOST;
            case COMPLETED -> Write.REFUSED;
        };
    }

    final Write renew(@Nullable Row row, Lease lease, Renewal renewal, long now) {
        if (row == null || row.isExpired(now) || !isOf(row, lease.token())) {
            return Write.LOST;
        }
        return switch (row.phase()) {
            case RUNNING ->
                new Write(
                        WriteResult.APPLIED,
                        row.until(
                                leaseEnd(now, renewal.duration()), row.marked() || renewal.mark() == EffectMark.BEGUN));
            case RELEASED -> Write.LOST;
            case COMPLETED, HELD -> Write.REFUSED;
        };
    }

    /** For how long, and whether an effect outside begins. */
    record Renewal(Duration duration, EffectMark mark) {}
}
