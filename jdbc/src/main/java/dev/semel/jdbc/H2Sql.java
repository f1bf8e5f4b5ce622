/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

/**
 * The statements of an H2 store. H2 has no {@code on conflict … returning}, and its {@code merge} fails where two meet; but
 * a statement costs no round trip where the database is in the same process. So a claim reads, decides, and writes on
 * the condition that nothing has changed since: a takeover names the fence that it has read.
 *
 * <p><b>Time.</b> H2's {@code current_timestamp} stands still in a transaction, so that a lease counted from there would be
 * born expired in a long one; and its view of the sessions, which knows when a statement began, fails where sessions come
 * and go. So the time is read out of a UUID of version 7, whose first 48 bits are the server's milliseconds (RFC 9562).
 */
final class H2Sql {
    private static final String RELEASED = "timestamp with time zone '1970-01-01 00:00:00+00'";

    private static final String NOW = "dateadd(millisecond, cast(x'0000' ||"
            + " substring(cast(random_uuid(7) as varbinary(16)) from 1 for 6) as bigint), " + RELEASED + ")";

    final String find;
    final String insert;
    final String lockFree;
    final String lock;
    final String takeOver;
    final String probe;
    final Dialect.Writes writes;
    final String expired;
    final String delete;
    final String nameOperation;

    H2Sql(JdbcOptions options) {
        String record = options.qualified('"', "semel_record");
        String fence = options.qualified('"', "semel_fence");
        this.find = names(FIND, record, fence);
        this.insert = names(INSERT, record, fence);
        this.lockFree = names("select fence from {record} where key_hash = ? for update skip locked", record, fence);
        this.lock = names("select fence, state from {record} where key_hash = ? for update wait ", record, fence);
        this.takeOver = names(TAKE_OVER, record, fence);
        this.probe = names(PROBE, record, fence);
        this.writes = writes(record);
        this.expired = names(
                "select r.key_hash from {record} r where r.expires_at <= current_timestamp and {expired} order by r.expires_at limit ?"
                        + " for update skip locked",
                record,
                fence);
        this.delete = names("delete from {record} r where r.key_hash = ? and {expired}", record, fence);
        this.nameOperation = "merge into " + options.qualified('"', "semel_operation")
                + " (operation_id, name) key (operation_id) values (?, ?)";
    }

    private static String names(String sql, String record, String fence) {
        return sql.replace("{expired}", "(r.expires_at <= {now} and not (r.state = 0 and r.lease_until > {now}))")
                .replace("{record}", record)
                .replace("{fence}", fence)
                .replace("{now}", NOW)
                .replace("{released}", RELEASED);
    }

    private static Dialect.Writes writes(String record) {
        String where = " where r.key_hash = ? and r.fence = ? and r.state = 0 and not {expired}";
        String held = where + " and r.lease_until > {released}";
        String update = "update {record} r set ";
        return new Dialect.Writes(
                names(update + "state = 1, result = ?" + held, record, ""),
                names(update + "lease_until = {released}, effect = false" + where, record, ""),
                names(
                        update + "lease_until = dateadd(microsecond, cast(? as bigint), {now}),"
                                + " effect = r.effect or cast(? as boolean)" + held,
                        record,
                        ""),
                // Held means that something may have happened; a later takeover must know that (see Claim.History).
                names(update + "state = 2, effect = true" + held, record, ""));
    }

    private static final String FIND =
            """
            select r.state, r.fence, r.attempt, r.history, r.claim_node, r.claim_sequence, r.fingerprint, r.result,
                   r.lease_until = {released} as released,
                   case when r.state = 0 and r.lease_until > n.t
                        then datediff(microsecond, n.t, r.lease_until) else 0 end as remaining,
                   case when r.state = 1 and r.expires_at > n.t
                        then datediff(microsecond, n.t, r.expires_at) else 0 end as retained,
                   datediff(microsecond, {released}, r.expires_at) as expires,
                   r.expires_at <= n.t and not (r.state = 0 and r.lease_until > n.t) as expired,
                   false as uncommitted
              from {record} r, (select {now} as t) n
             where r.key_hash = ?""";

    private static final String INSERT =
            """
            select fence, attempt, history from final table (
              insert into {record} (key_hash, claim_node, claim_sequence, operation_id, scope_id, fingerprint,
                     fence, lease_until, expires_at, attempt, state, history, effect)
              values (?, ?, ?, ?, ?, ?, next value for {fence}, dateadd(microsecond, cast(? as bigint), {now}),
                      dateadd(microsecond, cast(? as bigint), {now}), 1, 0, 0, false))""";

    /** Parameter by parameter: gone, thrice; then what is written, and gone and the rest of the condition. */
    private static final String TAKE_OVER =
            """
            select fence, attempt, history from final table (
              update {record} r
                 set attempt = case when cast(? as boolean) then 1 else r.attempt + 1 end,
                     history = case when cast(? as boolean) then 0 when r.state = 2 or r.effect then 3
                                    when r.lease_until = {released} then 1 else 2 end,
                     effect = not cast(? as boolean) and (r.effect or r.state = 2),
                     fingerprint = case when cast(? as boolean) then cast(? as varbinary(1024)) else r.fingerprint end,
                     claim_node = ?, claim_sequence = ?, fence = next value for {fence}, state = 0, result = null,
                     lease_until = dateadd(microsecond, cast(? as bigint), {now}),
                     expires_at = dateadd(microsecond, cast(? as bigint), {now})
               where r.key_hash = ? and r.fence = ?
                 and case when {expired} then cast(? as boolean)
                          else not cast(? as boolean) and (r.state = 0 and r.lease_until <= {now}
                               or r.state = 2 and cast(? as boolean)) end)""";

    /** A row that is rolled back: nothing else waits for whoever has inserted it and not yet committed. */
    private static final String PROBE =
            """
            insert into {record} (key_hash, claim_node, claim_sequence, operation_id, scope_id, fence, lease_until,
                   expires_at, attempt, state, history, effect)
            values (?, 0, 0, 0, 0, 0, {released}, {released}, 1, 0, 0, false)""";
}
