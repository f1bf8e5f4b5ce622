/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The verbs of both stores, on a connection that somebody else got and gives back. */
final class Verbs {
    private static final int ATTEMPTS = 3;
    private static final int PURGE_BATCH = 1000;

    private final Dialect dialect;
    private final OperationNames names;

    Verbs(Dialect dialect, OperationNames names) {
        this.dialect = dialect;
        this.names = names;
    }

    Batches.Claiming claiming(ClaimRequest request) {
        return new Batches.Claiming(request, ClaimValues.of(request, names));
    }

    Claim claim(Connection connection, Batches.Claiming claiming) throws SQLException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Claim> answer = dialect.claim(connection, claiming.request(), claiming.values());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new StoreException(
                Certainty.TRANSIENT, "The record came and went while it was being claimed, several times.", null);
    }

    Claim joinedClaim(Connection connection, ClaimRequest request) throws SQLException {
        ClaimValues values = ClaimValues.of(request, names);
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Claim> answer = dialect.joinedClaim(connection, request, values);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        // An expired record that somebody is purging: it cannot be written until that transaction ends.
        return new Claim.Contended(true);
    }

    /** The answer of a record that is there after a claim: this claim's own grant, or why there is none. */
    static Claim refusal(RecordRow row, ClaimRequest request) {
        return row.grantedBefore(request).orElseGet(() -> new Claim.Refused(row.record()));
    }

    WriteResult complete(Write write, RecordedResult result) throws SQLException {
        return write.run(
                dialect,
                w -> w.complete(),
                List.of(result.encoded()),
                row -> row.completeVerdict(write.lease(), result));
    }

    WriteResult release(Write write) throws SQLException {
        return write.run(dialect, w -> w.release(), List.of(), row -> row.verdict(write.lease(), false));
    }

    WriteResult renew(Write write, Duration duration, EffectMark mark) throws SQLException {
        List<Object> values = List.of(ClaimValues.micros(duration), mark == EffectMark.BEGUN);
        return write.run(dialect, w -> w.renew(), values, row -> row.verdict(write.lease(), false));
    }

    WriteResult hold(Write write) throws SQLException {
        return write.run(
                dialect,
                w -> w.hold(),
                List.of(),
                row -> row.verdict(write.lease(), row.record().state() == RecordState.HELD));
    }

    Optional<IdempotencyRecord> find(Connection connection, CellId cellId) throws SQLException {
        return read(dialect, connection, cellId).filter(row -> !row.expired()).map(RecordRow::record);
    }

    /** The row as it is, expired or not. */
    static Optional<RecordRow> read(Dialect dialect, Connection connection, CellId cellId) throws SQLException {
        return read(dialect, connection, cellId, dialect.sql().find());
    }

    static Optional<RecordRow> read(Dialect dialect, Connection connection, CellId cellId, String text)
            throws SQLException {
        return Statements.execute(
                connection, text, List.of(dialect.key(cellId)), answers -> RecordRow.read(cellId, answers.rows()));
    }

    int purge(Connection connection, int limit) throws SQLException {
        int deleted = 0;
        int batch;
        int wanted;
        do {
            wanted = Math.min(PURGE_BATCH, limit - deleted);
            batch = dialect.purge(connection, wanted);
            deleted += batch;
        } while (batch == wanted && deleted < limit);
        return deleted;
    }

    /**
     * A fenced write on a connection.
     *
     * @param connection where
     * @param lease the token to present
     * @param joined whether it is part of the caller's transaction
     */
    record Write(Connection connection, Lease lease, boolean joined) {
        /** The verdict is read in a second round trip, only if nothing was changed; it cannot have become wrong. */
        WriteResult run(
                Dialect dialect,
                Function<Dialect.Writes, String> verb,
                List<Object> values,
                Function<RecordRow, WriteResult> verdict)
                throws SQLException {
            Dialect.Sql sql = dialect.sql();
            List<Object> parameters = new ArrayList<>(joined ? dialect.joinedLead(lease) : List.of());
            parameters.addAll(values);
            parameters.add(dialect.key(lease.cellId()));
            parameters.add(lease.token().value());
            String text = verb.apply(joined ? sql.joined() : sql.leased());
            int changed = Statements.execute(
                    connection, text, parameters, answers -> (sql.prologue() ? answers.skip() : answers).count());
            if (changed > 0) {
                return WriteResult.APPLIED;
            }
            return read(dialect, connection, lease.cellId()).map(verdict).orElse(WriteResult.LOST);
        }
    }
}
