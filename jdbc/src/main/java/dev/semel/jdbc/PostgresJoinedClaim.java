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

    /** What the statements of the claim found; a lock that was not tried is not taken. */
    private record Found(boolean payloadLock, boolean cellLock, Optional<Claim> granted, Optional<RecordRow> row) {
        private static Found read(CellId cellId, Statements.Answers answers) throws SQLException {
            ResultSet locks = answers.first();
            boolean payloadLock = locks.getBoolean("payload_free");
            boolean cellLock = locks.getBoolean("cell_free");
            Optional<Claim> granted = RecordRow.granted(cellId, answers.rows());
            Optional<RecordRow> row = RecordRow.read(cellId, answers.rows()).filter(r -> !r.expired());
            return new Found(payloadLock, cellLock, granted, row);
        }

        /** Neither a record nor a lock kept the insert off, so that it is worth trying again. */
        private boolean isNothing() {
            return row.isEmpty() && cellLock;
        }
    }

    PostgresJoinedClaim(PostgresSql sql) {
        this.sql = sql;
    }

    Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException {
        Found found = Statements.execute(
                connection,
                sql.joinedClaim,
                parameters(request, values),
                answers -> Found.read(request.cellId(), answers));
        Optional<Claim> decided = found.granted.or(() -> refused(found.row, request));
        return decided.isPresent() || found.isNothing()
                ? decided
                : Optional.of(new Claim.Contended(!isOtherPayload(connection, request, found)));
    }

    private boolean isOtherPayload(Connection connection, ClaimRequest request, Found found) throws SQLException {
        if (!found.payloadLock || found.cellLock) {
            return false;
        }
        CellId cellId = request.cellId();
        Integer[] accepted =
                request.accepted().stream().map(PostgresJoinedClaim::payload).toArray(Integer[]::new);
        Integer[] algorithms = comparable(request).toArray(Integer[]::new);
        return Statements.execute(
                connection,
                sql.otherPayload,
                List.of(cellId.high(), (int) cellId.low(), algorithms, accepted),
                answers -> answers.first().getBoolean(1));
    }

    /** A record that is not free is the answer, whoever has the locks: it is committed, or this transaction's own. */
    private static Optional<Claim> refused(Optional<RecordRow> row, ClaimRequest request) {
        return row.filter(r -> !r.matches(request) || !r.claimable(request) || r.isGrantOf(request))
                .map(r -> Verbs.refusal(r, request));
    }

    private static List<@Nullable Object> parameters(ClaimRequest request, ClaimValues values) {
        CellId cellId = request.cellId();
        // The two locks use different halves, so that an accident in one is none in the other.
        int cell = (int) cellId.low();
        int payload = payload(request.fingerprint());
        List<@Nullable Object> parameters =
                new ArrayList<>(Arrays.asList(cellId.toUuid(), cell, payload, cellId.high()));
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
