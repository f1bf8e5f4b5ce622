/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.math.BigDecimal;

/**
 * The statements of a MariaDB store, built once from checked names; values are bound, never written into them.
 *
 * <p><b>The claim</b> is one statement, and so one round trip through every driver, whatever it counts as an affected row:
 * an insert that on a duplicate key takes over where it may, and returns the row as it then is, as others have committed
 * it, whatever snapshot the transaction has. {@code insert ignore} followed by a select would see neither its own row nor
 * the other's under REPEATABLE READ. A row that is not to be had is locked for a moment and not changed.
 *
 * <p>Assignments are made from left to right, and each sees those before. So {@code history} comes first and decides, once,
 * at one moment: four more than the history of the grant means granted. All others follow it, and the last one takes the
 * four off again. The row that comes back is never an expired one: at that moment it would have been taken over.
 *
 * <p><b>Fence.</b> A takeover draws its number while it has the row locked. Numbers are handed out by the server, not by
 * sessions, so that a cache does not disturb their order; a number that is drawn in vain is a gap.
 *
 * <p><b>Time</b> is {@code sysdate(6)}, the moment of its evaluation; {@code now(6)} is the start of the statement, which may
 * have waited for a row since then, and can be set by a session. It is in the session's time zone, where an hour comes
 * twice a year, so each statement sets UTC for itself. {@code set statement} leaves no state in the session.
 *
 * <p><b>Joined</b> claims must not wait. A plain read comes first, for a replay, so that it locks nothing; the claim that may
 * follow does not wait for locks at all, and a lock timeout rolls back that statement alone. A locking read of a row that is
 * absent would lock the gap, and with it the claims of strangers; since under SERIALIZABLE every read locks, there is none
 * there.
 */
final class MariaDbSql {
    private static final String UTC = "set statement time_zone = '+00:00'";
    private static final String AT_ONCE = ", innodb_lock_wait_timeout = 0";

    private final String record;
    private final String fence;

    final String find;
    final String look;
    final String claim;
    final String joinedClaim;
    final Dialect.Writes leased;
    final Dialect.Writes joined;
    final String expired;
    final String delete;
    final String nameOperation;

    MariaDbSql(JdbcOptions options) {
        this.record = options.qualified('`', "semel_record");
        this.fence = options.qualified('`', "semel_fence");
        String limited =
                UTC + ", max_statement_time = " + seconds(options.timeout().toMillis());
        this.find =
                UTC + AT_ONCE + names(" for select {row}, {gone} as expired, {dirty} from {record} where key_hash = ?");
        this.look = find + " and @@tx_isolation <> 'SERIALIZABLE'";
        this.claim = limited + names(CLAIM);
        this.joinedClaim = UTC + AT_ONCE + names(CLAIM);
        this.leased = writes(limited);
        this.joined = writes(UTC);
        this.expired = UTC + names(SELECT_EXPIRED);
        this.delete = "delete from " + record + " where key_hash in (";
        this.nameOperation = "insert into " + options.qualified('`', "semel_operation")
                + " (operation_id, name) values (?, ?) on duplicate key update name = name";
    }

    /** Waits for whoever has the row. A limit in milliseconds, which the lock's own timeout does not have. */
    String committed(long millis) {
        return "set statement max_statement_time = " + seconds(millis)
                + ", innodb_lock_wait_timeout = " + (millis / 1000 + 1)
                + names(" for select fence, state from {record} where key_hash = ? lock in share mode");
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private String names(String sql) {
        return sql.replace("{row}", ROW)
                .replace("{dirty}", "@@tx_isolation = 'READ-UNCOMMITTED' as uncommitted")
                .replace("{gone}", "(expires_at <= sysdate(6) and not (state = 0 and lease_until > sysdate(6)))")
                .replace("{record}", record)
                .replace("{fence}", fence)
                .replace("{released}", "timestamp'1970-01-01 00:00:00'");
    }

    private Dialect.Writes writes(String prefix) {
        String update = prefix + " for update {record} set writes = writes + 1, ";
        String where = " where key_hash = ? and fence = ? and state = 0 and not {gone}";
        String held = where + " and lease_until > {released}";
        return new Dialect.Writes(
                names(update + "state = 1, result = ?" + held),
                names(update + "lease_until = {released}, effect = false" + where),
                names(update + "lease_until = sysdate(6) + interval ? microsecond, effect = (effect or ?)" + held),
                // Held means that something may have happened; a later takeover must know that (see Claim.History).
                names(update + "state = 2, effect = true" + held));
    }

    private static final String ROW =
            """
            state, fence, attempt, history, claim_node, claim_sequence, fingerprint, result,
            lease_until = {released} as released,
            if(state = 0, greatest(0, timestampdiff(microsecond, sysdate(6), lease_until)), 0) as remaining,
            if(state = 1, greatest(0, timestampdiff(microsecond, sysdate(6), expires_at)), 0) as retained,
            timestampdiff(microsecond, {released}, expires_at) as expires""";

    private static final String CLAIM =
            """
             for insert into {record} (key_hash, claim_node, claim_sequence, operation_id, scope_id, fingerprint, fence,
                        lease_until, expires_at, attempt, state, history, effect)
            values (?, ?, ?, ?, ?, ?, nextval({fence}), sysdate(6) + interval ? microsecond,
                    sysdate(6) + interval ? microsecond, 1, 0, 0, false)
            on duplicate key update
              history = case
                when {gone} then 4
                when (fingerprint is null or ? or find_in_set(hex(fingerprint), ?) > 0)
                     and ((state = 0 and lease_until <= sysdate(6)
                           and not (claim_node = values(claim_node) and claim_sequence = values(claim_sequence)
                                    and lease_until > {released}))
                          or (state = 2 and ?))
                then 4 + case when state = 2 or effect then 3 when lease_until = {released} then 1 else 2 end
                else history end,
              fence = if(history >= 4, nextval({fence}), fence),
              attempt = case when history < 4 then attempt when history = 4 then 1 else attempt + 1 end,
              effect = if(history < 4, effect, history > 4 and (effect or state = 2)),
              fingerprint = if(history = 4, values(fingerprint), fingerprint),
              result = if(history >= 4, null, result),
              claim_node = if(history >= 4, values(claim_node), claim_node),
              claim_sequence = if(history >= 4, values(claim_sequence), claim_sequence),
              lease_until = if(history >= 4, sysdate(6) + interval ? microsecond, lease_until),
              expires_at = if(history >= 4, sysdate(6) + interval ? microsecond, expires_at),
              state = if(history >= 4, 0, state),
              history = history & 3
            returning {row}, false as expired, false as uncommitted""";

    /** The first condition is a constant, for the index; the purge can do without the last microsecond. */
    private static final String SELECT_EXPIRED =
            """
             for select key_hash from {record} where expires_at <= utc_timestamp(6) and {gone}
              order by expires_at limit ? for update skip locked""";
}
