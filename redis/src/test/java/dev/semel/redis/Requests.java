/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.Scope;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Claims of cells that no other test has. */
final class Requests {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofHours(1);
    static final Duration INSTANT = Duration.ofNanos(1_000);

    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final long NODE = UUID.randomUUID().getMostSignificantBits();

    private Requests() {}

    static CellId cell() {
        return CellId.of(UUID.randomUUID());
    }

    static ClaimRequest of(CellId cellId) {
        return of(cellId, LEASE, RETENTION);
    }

    static ClaimRequest of(CellId cellId, Duration lease, Duration retention) {
        return of(cellId, "payload", new ClaimRequest.Terms(lease, retention, false));
    }

    static ClaimRequest of(CellId cellId, String payload) {
        return of(cellId, payload, new ClaimRequest.Terms(LEASE, RETENTION, false));
    }

    static ClaimRequest of(CellId cellId, String payload, ClaimRequest.Terms terms) {
        return of(cellId, List.of(fingerprint(1, payload)), terms);
    }

    static ClaimRequest of(CellId cellId, List<Fingerprint> accepted, ClaimRequest.Terms terms) {
        Cell cell = new Cell(Scope.of("tests"), "POST /tests", new IdempotencyKey("k-" + cellId));
        return new ClaimRequest(new ClaimId(NODE, SEQUENCE.incrementAndGet()), cellId, cell, accepted, terms);
    }

    static Fingerprint fingerprint(int algorithm, String payload) {
        return new Fingerprint(algorithm, Bytes.utf8(payload));
    }

    static RecordedResult result(String text) {
        return new RecordedResult(RecordedResult.Kind.VALUE, "text", 1, Bytes.utf8(text));
    }

    static Lease lease(Claim claim) {
        if (claim instanceof Claim.Granted granted) {
            return granted.lease();
        }
        throw new AssertionError("Expected a grant, got " + claim);
    }
}
