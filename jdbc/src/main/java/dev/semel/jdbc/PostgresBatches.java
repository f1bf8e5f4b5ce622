/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Claims or completions of several cells in one execute. Parameters are arrays, so that the text, and with it the
 * prepared statement, is one for every size.
 *
 * <p><b>Claims</b> grant absent cells only; of what is there they read the record, and {@link RecordRow#decides} on it as
 * on any other. A takeover goes alone, by the one statement that knows how. An insert can wait for another transaction
 * that has written the same key; in the order of keys no two of them wait for each other, and {@code lock_timeout} ends
 * the wait for one that does not end, so that one such key holds up its neighbours for a moment only. Fences and times
 * are drawn row by row, after the sort, right before each insert.
 *
 * <p><b>Completions</b> pass over rows that somebody has locked, so they wait for nobody while they hold locks. Having a
 * lock they look again at what {@link PostgresSql} has every fenced write look at.
 */
final class PostgresBatches implements Batches {
    // Longer than a healthy server takes to end a claim that writes the same key, shorter than anybody's patience.
    private static final Duration NEIGHBOURS_WAIT = Duration.ofMillis(250);

    private static final String CLAIM =
            """
            insert into {record} as r (key_hash, claim_node, claim_sequence, operation_id, scope_id, fingerprint,
                   fence, lease_until, expires_at, attempt, state, history, effect)
            select q.key_hash, q.node, q.sequence, q.operation, q.scope, q.fingerprint, nextval('{fence}'),
                   clock_timestamp() + q.lease * interval '1 microsecond',
                   clock_timestamp() + q.retention * interval '1 microsecond', 1, 0, 0, false
              from (select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[],
                                         ?::bigint[], ?::bigint[])
                        as g (key_hash, node, sequence, operation, scope, fingerprint, lease, retention)
                     where not exists (select 1 from {record} b where b.key_hash = g.key_hash)
                     order by g.key_hash) q
                on conflict (key_hash) do nothing
            returning r.key_hash, r.fence""";

    // Not what was granted just now, and not what would make one answer for all of them large.
    private static final String READ =
            """
            select r.key_hash, %s
              from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as q (key_hash, node, sequence)
              join {record} r on r.key_hash = q.key_hash, (select clock_timestamp() as t) n
             where (r.claim_node <> q.node or r.claim_sequence <> q.sequence)
               and (r.result is null or octet_length(r.result) <= %d)""";

    private static final String COMPLETE =
            """
            update {record} r set state = 1, result = q.result
              from unnest(?::uuid[], ?::bigint[], ?::bytea[]) as q (key_hash, fence, result)
             where r.key_hash = q.key_hash and r.fence = q.fence and r.state = 0 and not (%s)
               and r.lease_until > '-infinity'
               and r.key_hash = any (array(
                   select l.key_hash from {record} l where l.key_hash = any (?::uuid[])
                    order by l.key_hash for no key update skip locked))
            returning r.key_hash""";

    private static final int MOST = 64;

    private final String claim;
    private final String complete;

    /** Waits for other claims of a key for so long at most. */
    PostgresBatches(PostgresSql sql, Duration patience) {
        this.claim = sql.prologue("set_config('lock_timeout', '%d', true), ".formatted(patience.toMillis()))
                + sql.names(CLAIM) + ";\n" + sql.names(READ.formatted(PostgresSql.COLUMNS, Gatherer.LARGE));
        this.complete = sql.prologue("") + sql.names(COMPLETE.formatted(PostgresSql.EXPIRED));
    }

    /** Ends before the statement as a whole would be cancelled, so that the neighbours can go alone. */
    static Duration patience(Duration timeout) {
        Duration half = timeout.dividedBy(2);
        return half.compareTo(NEIGHBOURS_WAIT) < 0 ? half : NEIGHBOURS_WAIT;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public List<Optional<Claim>> claim(Connection connection, List<Claiming> claims) throws SQLException {
        UUID[] keys = keys(claims, Claiming::cellId);
        Long[] nodes = numbers(claims, one -> one.request().id().node());
        Long[] sequences = numbers(claims, one -> one.request().id().sequence());
        byte[][] payloads = claims.stream().map(one -> one.values().payload()).toArray(byte[][]::new);
        List<Object> parameters = List.of(
                keys,
                nodes,
                sequences,
                numbers(claims, one -> one.values().operation()),
                numbers(claims, one -> one.values().scope()),
                payloads,
                numbers(claims, one -> one.values().lease()),
                numbers(claims, one -> one.values().retention()),
                keys,
                nodes,
                sequences);
        return Statements.execute(connection, claim, parameters, answers -> {
            Map<CellId, Claim> decided = granted(answers.skip().rows());
            decide(claims, answers.rows(), decided);
            return claims.stream()
                    .map(one -> Optional.ofNullable(decided.get(one.cellId())))
                    .toList();
        });
    }

    private static Map<CellId, Claim> granted(ResultSet rows) throws SQLException {
        Map<CellId, Claim> granted = new HashMap<>();
        while (rows.next()) {
            CellId cellId = cellId(rows);
            Lease lease = new Lease(cellId, new FencingToken(rows.getLong("fence")));
            granted.put(cellId, new Claim.Granted(lease, 1, Claim.History.FRESH));
        }
        return granted;
    }

    private static void decide(List<Claiming> claims, ResultSet rows, Map<CellId, Claim> decided) throws SQLException {
        Map<CellId, Claiming> byCell = new HashMap<>();
        claims.forEach(one -> byCell.put(one.cellId(), one));
        while (rows.next()) {
            CellId cellId = cellId(rows);
            Claiming one = byCell.get(cellId);
            if (one != null) {
                readable(cellId, rows)
                        .flatMap(row -> row.decides(one.request()))
                        .ifPresent(refusal -> decided.put(cellId, refusal));
            }
        }
    }

    /** What cannot be read is the matter of the one who asked for it, who will hear of it alone. */
    private static Optional<RecordRow> readable(CellId cellId, ResultSet rows) throws SQLException {
        try {
            return Optional.of(RecordRow.current(cellId, rows));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Optional<WriteResult>> complete(Connection connection, List<Completion> completions)
            throws SQLException {
        UUID[] keys = keys(completions, Completion::cellId);
        List<Object> parameters = List.of(
                keys,
                numbers(completions, one -> one.lease().token().value()),
                completions.stream().map(one -> one.result().encoded()).toArray(byte[][]::new),
                keys);
        return Statements.execute(connection, complete, parameters, answers -> {
            List<Object> applied = Statements.column(answers.skip());
            return completions.stream()
                    .map(one -> Optional.of(WriteResult.APPLIED)
                            .filter(yes -> applied.contains(one.cellId().toUuid())))
                    .toList();
        });
    }

    private static CellId cellId(ResultSet rows) throws SQLException {
        return CellId.of(rows.getObject("key_hash", UUID.class));
    }

    private static <T> UUID[] keys(List<T> of, Function<T, CellId> cellId) {
        return of.stream().map(one -> cellId.apply(one).toUuid()).toArray(UUID[]::new);
    }

    private static <T> Long[] numbers(List<T> of, ToLongFunction<T> number) {
        return of.stream().map(number::applyAsLong).toArray(Long[]::new);
    }
}
