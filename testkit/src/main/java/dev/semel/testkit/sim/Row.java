/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record as a row store keeps it; times in milliseconds of the store's clock. */
record Row(Grant grant, Phase phase, boolean marked, long leaseUntil, @Nullable RecordedResult result) {
    /** What is fixed at the grant. */
    record Grant(ClaimId claimId, Claim.Granted answer, Fingerprint fingerprint, long expiresAt) {}

    enum Phase {
        RUNNING,
        RELEASED,
        COMPLETED,
        HELD
    }

    boolean isLive(long now) {
        return phase == Phase.RUNNING && now < leaseUntil;
    }

    boolean isExpired(long now) {
        return now >= grant.expiresAt && !isLive(now);
    }

    Row with(Phase next, boolean mark) {
        return new Row(grant, next, mark, leaseUntil, null);
    }

    Row until(long end, boolean mark) {
        return new Row(grant, phase, mark, end, result);
    }

    Row completed(RecordedResult answer) {
        return new Row(grant, Phase.COMPLETED, marked, leaseUntil, answer);
    }

    IdempotencyRecord asRecord(long now) {
        CellId cellId = grant.answer.lease().cellId();
        RecordState state =
                switch (phase) {
                    case RUNNING, RELEASED -> RecordState.IN_PROGRESS;
                    case COMPLETED -> RecordState.COMPLETED;
                    case HELD -> RecordState.HELD;
                };
        Duration remaining = isLive(now) ? Duration.ofMillis(leaseUntil - now) : Duration.ZERO;
        return new IdempotencyRecord(
                cellId,
                state,
                grant.answer.lease().token(),
                grant.answer.attempt(),
                grant.fingerprint,
                new IdempotencyRecord.Times(remaining, Instant.ofEpochMilli(grant.expiresAt), retained(now)),
                Optional.ofNullable(result));
    }

    private Duration retained(long now) {
        return Duration.ofMillis(phase == Phase.COMPLETED ? Math.max(0, grant.expiresAt - now) : 0);
    }
}
