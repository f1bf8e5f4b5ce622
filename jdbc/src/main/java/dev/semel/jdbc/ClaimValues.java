/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.Fingerprint;
import dev.semel.spi.ClaimRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a claim writes, in the database's terms.
 *
 * @param operation the operation's number
 * @param scope the scope's
 * @param fingerprint of the payload
 * @param lease in microseconds
 * @param retention in microseconds
 */
record ClaimValues(long operation, long scope, Fingerprint fingerprint, long lease, long retention) {
    private static final Duration LONGEST = Duration.ofDays(365_000);

    static ClaimValues of(ClaimRequest request, OperationNames names) {
        return new ClaimValues(
                names.operationId(request.cell().operation()),
                OperationNames.scopeId(request.cell().scope()),
                request.fingerprint(),
                micros(request.terms().lease()),
                micros(request.terms().retention()));
    }

    boolean hasPayload() {
        return fingerprint.algorithm() != 0;
    }

    /** What is stored of the payload. */
    byte @Nullable [] payload() {
        return hasPayload() ? fingerprint.encoded() : null;
    }

    static byte[][] accepted(ClaimRequest request) {
        return request.accepted().stream().map(Fingerprint::encoded).toArray(byte[][]::new);
    }

    /** At least one, and at most a thousand years, which the servers' timestamps can still bear. */
    static long micros(Duration duration) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        return Math.max(1, bounded.getSeconds() * 1_000_000 + bounded.getNano() / 1_000);
    }
}
