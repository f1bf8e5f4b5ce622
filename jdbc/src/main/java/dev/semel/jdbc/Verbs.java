/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The verbs of both stores, on a connection that somebody else got and gives back. */
final class Verbs {
    private static final int ATTEMPTS = 3;
    private static final int PURGE_BATCH = 1000;
    private static final Duration LONGEST = Duration.ofDays(365_000);

    private final PostgresSql sql;
    private final OperationNames names;

    Verbs(PostgresSql sql, OperationNames names) {
        this.sql = sql;
        this.names = names;
    }

    Claim claim(Connection connection, ClaimRequest request) throws SQLException {
        List<@Nullable Object> parameters = claimParameters(request, List.of());
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Claim> answer = Statements.execute(connection, sql.claim, parameters, answers -> {
                Optional<Claim> granted =
                        RecordRow.granted(request.cellId(), answers.skip().rows());
                Optional<RecordRow> row = RecordRow.read(request.cellId(), answers.rows());
                return granted.or(() -> row.filter(r -> !r.expired()).map(r -> refusal(r, request)));
            });
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new StoreException(
                Certainty.TRANSIENT, "The record came and went while it was being claimed, several times.", null);
    }

    /** The insert's parameters, with those of its guard, and the select's. */
    List<@Nullable Object> claimParameters(ClaimRequest request, List<Object> guard) {
        Cell cell = request.cell();
        long lease = micros(request.terms().lease());
        long retention = micros(request.terms().retention());
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(
                request.cellId().toUuid(),
                request.id().node(),
                request.id().sequence(),
                names.operationId(cell.operation()),
                OperationNames.scopeId(cell.scope()),
                stored(request.fingerprint()),
                lease,
                retention));
        parameters.addAll(guard);
        parameters.addAll(List.of(lease, retention, isNone(request.fingerprint()), accepted(request)));
        parameters.addAll(List.of(request.terms().takesHeld(), request.cellId().toUuid()));
        return parameters;
    }

    static Claim refusal(RecordRow row, ClaimRequest request) {
        return row.grantedBefore(request).orElseGet(() -> new Claim.Refused(row.record()));
    }

    WriteResult complete(Write write, RecordedResult result) throws SQLException {
        return write.run(
                sql, w -> w.complete(), List.of(result.encoded()), row -> row.completeVerdict(write.lease(), result));
    }

    WriteResult release(Write write) throws SQLException {
        return write.run(sql, w -> w.release(), List.of(), row -> row.verdict(write.lease(), false));
    }

    WriteResult renew(Write write, Duration duration, EffectMark mark) throws SQLException {
        List<Object> parameters = List.of(micros(duration), mark == EffectMark.BEGUN);
        return write.run(sql, w -> w.renew(), parameters, row -> row.verdict(write.lease(), false));
    }

    WriteResult hold(Write write) throws SQLException {
        return write.run(
                sql,
                w -> w.hold(),
                List.of(),
                row -> row.verdict(write.lease(), row.record().state() == RecordState.HELD));
    }

    Optional<IdempotencyRecord> find(Connection connection, CellId cellId) throws SQLException {
        return Statements.execute(
                        connection,
                        sql.find,
                        List.of(cellId.toUuid()),
                        answers -> RecordRow.read(cellId, answers.rows()))
                .filter(row -> !row.expired())
                .map(RecordRow::record);
    }

    int purge(Connection connection, int limit) throws SQLException {
        int deleted = 0;
        int batch;
        int wanted;
        do {
            wanted = Math.min(PURGE_BATCH, limit - deleted);
            batch = Statements.execute(connection, sql.purge, List.of(wanted), Statements.Answers::count);
            deleted += batch;
        } while (batch == wanted && deleted < limit);
        return deleted;
    }

    private static byte @Nullable [] stored(Fingerprint fingerprint) {
        return isNone(fingerprint) ? null : fingerprint.encoded();
    }

    private static boolean isNone(Fingerprint fingerprint) {
        return fingerprint.algorithm() == 0;
    }

    private static byte[][] accepted(ClaimRequest request) {
        return request.accepted().stream().map(Fingerprint::encoded).toArray(byte[][]::new);
    }

    /** At least one, and at most a thousand years, which the server's timestamps can still bear. */
    private static long micros(Duration duration) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        return Math.max(1, bounded.getSeconds() * 1_000_000 + bounded.getNano() / 1_000);
    }

    /**
     * A fenced write on a connection.
     *
     * @param connection where
     * @param lease the token to present
     * @param joined whether it is part of the caller's transaction, and takes the cell's lock
     */
    record Write(Connection connection, Lease lease, boolean joined) {
        /** The verdict is read in a second round trip, only if nothing was changed; it cannot have become wrong. */
        WriteResult run(
                PostgresSql sql,
                Function<PostgresSql.Writes, String> verb,
                List<Object> values,
                Function<RecordRow, WriteResult> verdict)
                throws SQLException {
            List<Object> parameters = new ArrayList<>();
            if (joined) {
                parameters.add(lease.cellId().high());
            }
            parameters.addAll(values);
            parameters.add(lease.cellId().toUuid());
            parameters.add(lease.token().value());
            String text = verb.apply(joined ? sql.joined : sql.leased);
            int changed = Statements.execute(
                    connection, text, parameters, answers -> answers.skip().count());
            return changed > 0 ? WriteResult.APPLIED : unchanged(sql, verdict);
        }

        private WriteResult unchanged(PostgresSql sql, Function<RecordRow, WriteResult> verdict) throws SQLException {
            CellId cellId = lease.cellId();
            Optional<RecordRow> row = Statements.execute(
                    connection, sql.find, List.of(cellId.toUuid()), answers -> RecordRow.read(cellId, answers.rows()));
            return row.map(verdict).orElse(WriteResult.LOST);
        }
    }
}
