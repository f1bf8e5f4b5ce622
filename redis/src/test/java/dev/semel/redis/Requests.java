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

/** Claims of cells that no other test has. */
final class Requests {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofHours(1);
    private static final Duration INSTANT = Duration.ofNanos(1_000);

    private Requests() {}

    static CellId cell() {
        return CellId.of(UUID.randomUUID());
    }

    static ClaimRequest of(CellId cellId) {
        return of(cellId, "payload");
    }

    static ClaimRequest of(CellId cellId, String payload) {
        return of(cellId, payload, LEASE);
    }

    /** With a lease that has ended before anybody can look. */
    static ClaimRequest forAnInstant(CellId cellId) {
        return of(cellId, "payload", INSTANT);
    }

    private static ClaimRequest of(CellId cellId, String payload, Duration lease) {
        UUID id = UUID.randomUUID();
        return new ClaimRequest(
                new ClaimId(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                cellId,
                new Cell(Scope.of("tests"), "POST /tests", new IdempotencyKey("k-" + cellId)),
                List.of(new Fingerprint(1, Bytes.utf8(payload))),
                new ClaimRequest.Terms(lease, RETENTION, false));
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
