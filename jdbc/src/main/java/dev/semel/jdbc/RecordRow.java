/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code semel_record} as the server saw it at one moment, with what the server decided about its times.
 *
 * @param record what it says
 * @param claim who was granted it last
 * @param history on what that grant stood
 * @param released whether that grant was given back
 * @param expired whether the row counts as absent
 */
record RecordRow(IdempotencyRecord record, ClaimId claim, Claim.History history, boolean released, boolean expired) {
    // By the numbers in the table, whatever order the enums may get.
    private static final List<RecordState> STATES =
            List.of(RecordState.IN_PROGRESS, RecordState.COMPLETED, RecordState.HELD);
    private static final List<Claim.History> HISTORIES =
            List.of(Claim.History.FRESH, Claim.History.RELEASED, Claim.History.ABANDONED, Claim.History.INDETERMINATE);

    /** Reads the only row, if there is one. */
    static Optional<RecordRow> read(CellId cellId, ResultSet rows) throws SQLException {
        return rows.next() ? Optional.of(current(cellId, rows)) : Optional.empty();
    }

    /** Reads the row at which the rows are. */
    static RecordRow current(CellId cellId, ResultSet rows) throws SQLException {
        refuseUncommitted(rows.getBoolean("uncommitted"));
        ClaimId claim = new ClaimId(rows.getLong("claim_node"), rows.getLong("claim_sequence"));
        if (rows.getBoolean("expired")) {
            return new RecordRow(blank(cellId, rows), claim, Claim.History.FRESH, false, true);
        }
        Claim.History history = one(HISTORIES, rows.getInt("history"), "history");
        return new RecordRow(record(cellId, rows), claim, history, rows.getBoolean("released"), false);
    }

    /** A record that its transaction may still roll back must not be replayed (promise I2). */
    static void refuseUncommitted(boolean readsUncommitted) {
        if (readsUncommitted) {
            throw new StoreException(
                    Certainty.NOT_APPLIED,
                    "The transaction reads what others have not committed (READ UNCOMMITTED), and might replay what is"
                            + " rolled back after that. Use READ COMMITTED or a stricter level.",
                    null);
        }
    }

    /** What has expired need not be readable: it counts as absent, and only its token is still of use. */
    private static IdempotencyRecord blank(CellId cellId, ResultSet rows) throws SQLException {
        return new IdempotencyRecord(
                cellId,
                RecordState.IN_PROGRESS,
                new FencingToken(rows.getLong("fence")),
                1,
                Fingerprint.NONE,
                times(rows),
                Optional.empty());
    }

    /** Reads what a granted claim returned, if it was granted. */
    static Optional<Claim> granted(CellId cellId, ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        Lease lease = new Lease(cellId, new FencingToken(rows.getLong("fence")));
        Claim.History history = one(HISTORIES, rows.getInt("history"), "history");
        return Optional.of(new Claim.Granted(lease, rows.getInt("attempt"), history));
    }

    /** The lease that this very claim was granted before, if it still is the row's. */
    Optional<Claim> grantedBefore(ClaimRequest request) {
        return isGrantOf(request) && matches(request)
                ? Optional.of(new Claim.Granted(new Lease(record.cellId(), record.token()), record.attempt(), history))
                : Optional.empty();
    }

    /** The answer to a claim that may not have the cell; empty if it may, as far as this row tells. */
    Optional<Claim> decides(ClaimRequest request) {
        boolean free = expired || (matches(request) && claimable(request) && !isGrantOf(request));
        return free ? Optional.empty() : Optional.of(Verbs.refusal(this, request));
    }

    boolean isGrantOf(ClaimRequest request) {
        return record.state() == RecordState.IN_PROGRESS && !released && claim.equals(request.id());
    }

    boolean matches(ClaimRequest request) {
        return record.fingerprint().match(request.accepted()) == Fingerprint.Match.SAME;
    }

    /** Whether a claim may be granted that has the same payload and finds nobody else at the row. */
    boolean claimable(ClaimRequest request) {
        return switch (record.state()) {
            case COMPLETED -> false;
            case HELD -> request.terms().takesHeld();
            case IN_PROGRESS -> record.times().leaseRemaining().isZero();
        };
    }

    /** Why a completion changed nothing. */
    WriteResult completeVerdict(Lease lease, RecordedResult result) {
        boolean same = record.result().filter(result::equals).isPresent();
        return verdict(lease, same);
    }

    /** Why a write of another kind changed nothing, or that it had been applied before. */
    WriteResult verdict(Lease lease, boolean appliedBefore) {
        if (expired || !record.token().equals(lease.token())) {
            return WriteResult.LOST;
        }
        if (appliedBefore) {
            return WriteResult.APPLIED;
        }
        return record.state() == RecordState.IN_PROGRESS ? WriteResult.LOST : WriteResult.REFUSED;
    }

    private static IdempotencyRecord record(CellId cellId, ResultSet rows) throws SQLException {
        RecordState state = one(STATES, rows.getInt("state"), "state");
        byte[] result = rows.getBytes("result");
        try {
            return new IdempotencyRecord(
                    cellId,
                    state,
                    new FencingToken(rows.getLong("fence")),
                    rows.getInt("attempt"),
                    fingerprint(rows.getBytes("fingerprint")),
                    times(rows),
                    result == null ? Optional.empty() : Optional.of(RecordedResult.decode(result)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("The stored record of cell " + cellId + " is damaged.", e);
        }
    }

    private static Fingerprint fingerprint(byte @Nullable [] stored) {
        return stored == null ? Fingerprint.NONE : Fingerprint.decode(stored);
    }

    private static IdempotencyRecord.Times times(ResultSet rows) throws SQLException {
        Duration remaining = Duration.of(rows.getLong("remaining"), ChronoUnit.MICROS);
        Instant expires = Instant.EPOCH.plus(rows.getLong("expires"), ChronoUnit.MICROS);
        return new IdempotencyRecord.Times(
                remaining, expires, Duration.of(rows.getLong("retained"), ChronoUnit.MICROS));
    }

    private static <E> E one(List<E> values, int stored, String column) {
        if (stored < 0 || stored >= values.size()) {
            throw new UnreadableRecordException("The stored record has the " + column + " " + stored
                    + ", which this release does not know. Finish the upgrade of all nodes.");
        }
        return values.get(stored);
    }
}
