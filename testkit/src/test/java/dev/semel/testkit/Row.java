/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record as a table would have it: plain columns, changed in place. */
final class Row {
    enum State {
        RUNNING,
        RELEASED,
        COMPLETED,
        HELD
    }

    State state = State.RUNNING;
    long token;
    int attempt = 1;
    boolean marked;
    ClaimId claimId;
    Claim.History history = Claim.History.FRESH;
    Fingerprint fingerprint;
    Instant leaseUntil;
    Instant expiresAt;
    byte @Nullable [] result;

    Row(ClaimId claimId, Fingerprint fingerprint, Instant leaseUntil, Instant expiresAt) {
        this.claimId = claimId;
        this.fingerprint = fingerprint;
        this.leaseUntil = leaseUntil;
        this.expiresAt = expiresAt;
    }

    Row copy() {
        Row copy = new Row(claimId, fingerprint, leaseUntil, expiresAt);
        copy.state = state;
        copy.token = token;
        copy.attempt = attempt;
        copy.marked = marked;
        copy.history = history;
        copy.result = result;
        return copy;
    }

    boolean isLive(Instant now) {
        return state == State.RUNNING && now.isBefore(leaseUntil);
    }
}
