/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A claim in the caller's transaction: it never waits, and never breaks the transaction. {@link PostgresSql} says how. */
final class PostgresJoinedClaim {
    private static final int ALGORITHM_SHIFT = 24;
    private static final int DIGEST_MASK = 0xFFFFFF;

    private final PostgresSql sql;

    /** What the first statement found. */
    private record Locks(boolean taken, boolean otherPayload) {
        private static Locks read(ResultSet rows) throws SQLException {
            rows.next();
            return new Locks(rows.getBoolean("cell_free"), rows.getBoolean("other_payload"));
        }
    }

    PostgresJoinedClaim(PostgresSql sql) {
        this.sql = sql;
    }

    Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException {
        return Statements.execute(connection, sql.joinedClaim, parameters(request, values), answers -> {
            Locks locks = Locks.read(answers.rows());
            Optional<Claim> granted = RecordRow.granted(request.cellId(), answers.rows());
            Optional<RecordRow> row =
                    RecordRow.read(request.cellId(), answers.rows()).filter(r -> !r.expired());
            return granted.or(() -> refused(row, request)).or(() -> contended(row, locks));
        });
    }

    /** A record that is not free is the answer, whoever has the locks: it is committed, or this transaction's own. */
    private static Optional<Claim> refused(Optional<RecordRow> row, ClaimRequest request) {
        return row.filter(r -> !r.matches(request) || !r.claimable(request) || r.isGrantOf(request))
                .map(r -> Verbs.refusal(r, request));
    }

    /** Empty if there is neither a record nor a lock that kept the insert off, so that it is worth trying again. */
    private static Optional<Claim> contended(Optional<RecordRow> row, Locks locks) {
        return row.isPresent() || !locks.taken
                ? Optional.of(new Claim.Contended(!locks.otherPayload))
                : Optional.empty();
    }

    private static List<@Nullable Object> parameters(ClaimRequest request, ClaimValues values) {
        CellId cellId = request.cellId();
        // The two locks use different halves, so that an accident in one is none in the other.
        int cell = (int) cellId.low();
        int payload = payload(request.fingerprint());
        Integer[] accepted =
                request.accepted().stream().map(PostgresJoinedClaim::payload).toArray(Integer[]::new);
        Integer[] algorithms = comparable(request).toArray(Integer[]::new);
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(
                cellId.toUuid(), cell, payload, cellId.high(), cellId.high(), cell, algorithms, accepted));
        parameters.addAll(PostgresDialect.parameters(request, values, List.of(cell, payload, cellId.high())));
        return parameters;
    }

    /** Without a fingerprint nothing is ever another payload. */
    private static List<Integer> comparable(ClaimRequest request) {
        List<Integer> algorithms = new ArrayList<>();
        for (Fingerprint fingerprint : request.accepted()) {
            algorithms.add(fingerprint.algorithm());
        }
        return request.fingerprint().algorithm() == 0
                ? List.of()
                : algorithms.stream().filter(algorithm -> algorithm != 0).toList();
    }

    /** The algorithm, and as much of the digest as there is room for. */
    private static int payload(Fingerprint fingerprint) {
        return fingerprint.algorithm() << ALGORITHM_SHIFT
                | (fingerprint.digest().hashCode() & DIGEST_MASK);
    }
}
