/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

/**
 * The statements of a PostgreSQL store, built once from checked names; values are bound, never written into them.
 *
 * <p><b>The claim</b> is one execute: a prologue, an insert that also takes over, and a plain select of the record. The
 * popular single statement (insert and read back in one common table expression) sees neither its own row nor the
 * other's when the first claimer commits in between; the second statement here has a newer snapshot and does. A claim
 * that cannot be granted stops at {@code not exists}, before the insert would lock the row, so that a replay writes
 * nothing and flushes nothing.
 *
 * <p><b>Fence.</b> A takeover draws its number in {@code set}, while it has the row locked, so that numbers follow the
 * order of grants. Drawn among the inserted values it could be overtaken while waiting for the lock.
 *
 * <p><b>Time</b> is {@code clock_timestamp()}; {@code now()} stands still in a transaction, and a lease counted from
 * there would be born expired in a long one.
 *
 * <p><b>Joined</b> claims must not wait, but inserting a key that an uncommitted transaction has inserted does wait. So
 * whoever writes a record within a transaction holds the cell's advisory lock until its end (transaction level: there
 * is no session state), and a claim only <em>tries</em> to get it. To tell the same payload from another one while
 * nothing is committed, a claim first tries a lock of cell and fingerprint:
 *
 * <ul>
 *   <li>not free: the same payload is in progress, or a 24-bit accident; "same" is the harmless answer;
 *   <li>free, but the cell's is not: <em>probably</em> another payload. Not surely: at the end of a transaction its
 *       locks go one by one, so that of the same payload may be gone a moment before the cell's. Therefore "other" is
 *       answered only if {@code pg_locks} shows a session that has the cell and, by a fingerprint of an algorithm that
 *       this claim knows, another payload. That view is read in this rare case alone, and after the claim: who has ended
 *       meanwhile is not seen, and "same" is the answer.
 * </ul>
 *
 * The insert tries both locks again, in the same order: it finds them its own, or free because the holder has just
 * ended, or not to be had. A row that is there is written only if nobody has locked it ({@code skip locked}), so that a
 * purge or a leased claim in between does not make it wait either. A fenced write takes the cell's lock too, for
 * {@code committed}, which waits for it; the claim before has it already, unless that was in another transaction.
 */
final class PostgresSql {
    /** Finished, or under a live lease: not to be granted, seen without a lock. */
    private static final String SETTLED =
            """
            (b.state = 1 and b.expires_at > clock_timestamp()) or (b.state = 0 and b.lease_until > clock_timestamp())""";

    static final String EXPIRED =
            "r.expires_at <= clock_timestamp() and not (r.state = 0 and r.lease_until > clock_timestamp())";

    private static final String KEEP_DURABLE =
            "case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', true) end";

    /** What {@link RecordRow} reads, of a record {@code r} at a time {@code n.t}. */
    static final String COLUMNS =
            """
            r.state, r.fence, r.attempt, r.history, r.claim_node, r.claim_sequence, r.fingerprint, r.result,
                   r.lease_until = '-infinity' as released,
                   case when r.state = 0 and r.lease_until > n.t
                        then (extract(epoch from r.lease_until - n.t) * 1000000)::bigint else 0 end as remaining,
                   (extract(epoch from r.expires_at) * 1000000)::bigint as expires,
                   case when r.state = 1 and r.expires_at > n.t
                        then (extract(epoch from r.expires_at - n.t) * 1000000)::bigint else 0 end as retained,
                   r.expires_at <= n.t and not (r.state = 0 and r.lease_until > n.t) as expired,
                   false as uncommitted""";

    private final JdbcOptions options;
    private final String prologue;
    private final String cellKey;
    private final String payloadKey;

    final String find;
    final String claim;
    final String joinedClaim;
    final String otherPayload;
    final Dialect.Writes leased;
    final Dialect.Writes joined;
    final String committed;
    final String purge;
    final String nameOperation;

    PostgresSql(JdbcOptions options) {
        this.options = options;
        String table = options.qualified('"', "semel_record");
        // Cells of equal names in two schemas of one database must not meet in the locks.
        this.cellKey = "(?::bigint # '%s'::regclass::oid::bigint)".formatted(table);
        this.payloadKey = "? # hashoid('%s'::regclass::oid), ?".formatted(table);
        this.prologue = prologue("");
        this.find = names(FIND);
        this.claim = prologue + names(CLAIM.formatted("not exists (" + settled("q.key_hash") + ")")) + ";\n" + find;
        this.joinedClaim = names(TAKE_LOCKS.formatted(settled("?"), payloadKey, KEEP_DURABLE, cellKey)) + ";\n"
                + names(CLAIM.formatted(joinedGuard())) + ";\n" + find;
        this.otherPayload = names(OTHER_PAYLOAD.formatted(cellKey));
        this.leased = writes(prologue);
        this.joined = writes("select %s, pg_advisory_xact_lock(%s);\n".formatted(KEEP_DURABLE, cellKey));
        this.committed = COMMITTED.formatted(cellKey, table);
        this.purge = names(PURGE.formatted(EXPIRED));
        this.nameOperation = "insert into " + options.qualified('"', "semel_operation")
                + " (operation_id, name) values (?, ?) on conflict (operation_id) do nothing";
    }

    /** What goes before each execute of a leased verb. */
    String prologue(String first) {
        return "select %sset_config('statement_timeout', '%d', true), %s;\n"
                .formatted(first, options.timeout().toMillis(), KEEP_DURABLE);
    }

    String names(String sql) {
        return sql.replace("{record}", options.qualified('"', "semel_record"))
                .replace("{fence}", options.qualified('"', "semel_fence"));
    }

    private static String settled(String key) {
        return "select 1 from {record} b where b.key_hash = " + key + " and (" + SETTLED + ")";
    }

    private String joinedGuard() {
        return """
            case when exists (%s) then false
                 when not pg_try_advisory_xact_lock(%s) then false
                 when not pg_try_advisory_xact_lock(%s) then false
                 when not exists (select 1 from {record} e where e.key_hash = q.key_hash) then true
                 else exists (select 1 from {record} e where e.key_hash = q.key_hash for update skip locked) end"""
                .formatted(settled("q.key_hash"), payloadKey, cellKey);
    }

    private Dialect.Writes writes(String prologue) {
        String where = "where r.key_hash = ? and r.fence = ? and r.state = 0 and not (%s)".formatted(EXPIRED);
        String update = prologue + names("update {record} r set ");
        String held = " and r.lease_until > '-infinity'";
        return new Dialect.Writes(
                update + "state = 1, result = ? " + where + held,
                update + "lease_until = '-infinity', effect = false " + where,
                update + "lease_until = clock_timestamp() + ? * interval '1 microsecond', effect = r.effect or ? "
                        + where + held,
                // Held means that something may have happened; a later takeover must know that (see Claim.History).
                update + "state = 2, effect = true " + where + held);
    }

    private static final String FIND = "select " + COLUMNS
            + """

              from {record} r, (select clock_timestamp() as t) n
             where r.key_hash = ?""";

    private static final String CLAIM =
            """
            insert into {record} as r (key_hash, claim_node, claim_sequence, operation_id, scope_id, fingerprint,
                   fence, lease_until, expires_at, attempt, state, history, effect)
            select q.key_hash, q.node, q.sequence, q.operation, q.scope, q.fingerprint,
                   nextval('{fence}'), q.t + q.lease, q.t + q.retention, 1, 0, 0, false
              from (select ?::uuid as key_hash, ?::bigint as node, ?::bigint as sequence, ?::bigint as operation,
                           ?::bigint as scope, ?::bytea as fingerprint, ? * interval '1 microsecond' as lease,
                           ? * interval '1 microsecond' as retention, clock_timestamp() as t) q
             where %s
                on conflict (key_hash) do update
               set fence = nextval('{fence}'), state = 0, result = null,
                   claim_node = excluded.claim_node, claim_sequence = excluded.claim_sequence,
                   (lease_until, expires_at, attempt, history, effect, fingerprint) = (
                       select n.t + ? * interval '1 microsecond', n.t + ? * interval '1 microsecond',
                              case when n.gone then 1 else r.attempt + 1 end,
                              case when n.gone then 0 when r.state = 2 or r.effect then 3
                                   when r.lease_until = '-infinity' then 1 else 2 end,
                              not n.gone and (r.effect or r.state = 2),
                              case when n.gone then excluded.fingerprint else r.fingerprint end
                         from (select a.t, r.expires_at <= a.t and not (r.state = 0 and r.lease_until > a.t) as gone
                                 from (select clock_timestamp() as t) a) n)
             where (r.expires_at <= clock_timestamp() and not (r.state = 0 and r.lease_until > clock_timestamp()))
                or ((r.fingerprint is null or ? or r.fingerprint = any (?))
                    and (r.state = 0 and r.lease_until <= clock_timestamp()
                         and not (r.claim_node = excluded.claim_node and r.claim_sequence = excluded.claim_sequence
                                  and r.lease_until > '-infinity')
                         or r.state = 2 and ?))
            returning r.fence, r.attempt, r.history""";

    private static final String TAKE_LOCKS =
            """
            with payload as materialized (
              select case when exists (%s) then null else pg_try_advisory_xact_lock(%s) end as free)
            select %s, payload.free as payload_free,
                   case when payload.free then pg_try_advisory_xact_lock(%s) end as cell_free
              from payload""";

    /** A statement of its own: as part of the claim it would have all of it planned anew each time. */
    private static final String OTHER_PAYLOAD =
            """
            select exists (
              select 1 from pg_locks c join pg_locks p on p.pid = c.pid, (select %s as key) id
               where c.locktype = 'advisory' and c.granted and c.objsubid = 1
                 and c.database = (select d.oid from pg_database d where d.datname = current_database())
                 and c.classid = ((id.key >> 32) & 4294967295)::oid and c.objid = (id.key & 4294967295)::oid
                 and p.locktype = 'advisory' and p.granted and p.objsubid = 2 and p.database = c.database
                 and p.classid = ((? # hashoid('{record}'::regclass::oid))::bigint & 4294967295)::oid
                 and p.objid::bigint >> 24 = any (?) and p.objid::bigint <> all (?))""";

    private static final String COMMITTED =
            """
            set transaction isolation level read committed;
            select set_config('lock_timeout', ?, true), set_config('statement_timeout', '0', true);
            select pg_advisory_xact_lock(%s);
            select exists (select 1 from %s where key_hash = ? and fence = ? and state = 1)""";

    private static final String PURGE =
            """
            delete from {record} where key_hash = any (array(
              select r.key_hash from {record} r
               where r.expires_at <= (select clock_timestamp()) and %s
               order by r.expires_at limit ? for update skip locked))""";
}
