/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a request that failed, by SQLSTATE, never by text; and where the state says only "general error",
 * by the number of the database, which no two of them share. For those who implement {@link Transactions}.
 */
public final class SqlErrors {
    // PostgreSQL: could not serialize, deadlock, lock not available. MariaDB: deadlock is 40001. H2: 90131, concurrent
    // update; HYT00, lock timeout.
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03", "90131", "HYT00");
    // Connection lost; completion unknown; the server went away. 53, 58 and XX can come with a PANIC while the commit
    // record is being flushed, after which it may be found or not. 90 are H2's own, such as a database that was closed;
    // HY000 is whatever the driver or server had no state for.
    private static final Set<String> UNKNOWN = Set.of("08", "53", "58", "XX", "F0", "90", "HY");
    // The server gave up what took longer than it might: PostgreSQL and H2; MariaDB.
    private static final Set<String> CANCELLED = Set.of("57014", "70100");
    private static final String COMPLETION_UNKNOWN = "40003";
    private static final String OPERATOR_INTERVENTION = "57P";

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int CHANGED_SINCE_THE_SNAPSHOT = 1020;
    private static final int CONNECTION_KILLED = 1927;
    // MariaDB refuses these before it does anything: read-only by option, by mode, table is full.
    private static final int TABLE_FULL = 1114;
    private static final Set<Integer> REFUSED = Set.of(1290, 1836, TABLE_FULL);

    private SqlErrors() {}

    /**
     * Says what became of a commit that failed.
     *
     * @param failure what was thrown; its causes are searched for an {@link SQLException}
     * @return {@link Certainty#UNKNOWN} if the commit may have landed (the connection was lost, the server went away, or
     *     nothing is known); any other if it is rolled back
     */
    public static StoreException commitFailed(Throwable failure) {
        Certainty certainty = certainty(failure);
        String known = certainty == Certainty.UNKNOWN ? "its outcome is unknown" : "it is rolled back";
        return new StoreException(
                certainty, "The transaction could not be committed; " + known + state(failure), failure);
    }

    /**
     * Says that no transaction or connection could be had.
     *
     * @param failure what was thrown; its causes are searched for an {@link SQLException} with a state
     * @return with {@link Certainty#NOT_APPLIED}, or, where no database and no driver has said why, {@link
     *     Certainty#OVERLOADED}: then a pool had none to give, whatever the database would have said
     */
    public static StoreException unavailable(Throwable failure) {
        return new StoreException(
                sqlException(failure) == null ? Certainty.OVERLOADED : Certainty.NOT_APPLIED,
                "No database connection could be had; is the server up, and is the pool large enough?" + state(failure),
                failure);
    }

    /** A statement in autocommit: what the server refused is rolled back, what was lost may have been applied. */
    static StoreException statementFailed(String verb, SQLException failure) {
        return new StoreException(
                certainty(failure), "The database could not " + verb + "." + hint(failure) + state(failure), failure);
    }

    /** A statement before the commit: whatever happened, the transaction cannot commit any more. */
    static StoreException joinedStatementFailed(String verb, SQLException failure) {
        Certainty told = certainty(failure);
        Certainty certainty = told == Certainty.UNKNOWN ? Certainty.NOT_APPLIED : told;
        String message = "The database could not " + verb + " in the caller's transaction, which can no longer commit.";
        return new StoreException(certainty, message + hint(failure) + state(failure), failure);
    }

    static Certainty certainty(Throwable failure) {
        SQLException sql = sqlException(failure);
        String state = sql == null ? null : sql.getSQLState();
        if (sql == null || state == null || state.length() != 5) {
            return Certainty.UNKNOWN;
        }
        if (TRANSIENT.contains(state)) {
            return Certainty.TRANSIENT;
        }
        if (state.equals("HY000")) {
            return ofGeneralError(sql.getErrorCode());
        }
        boolean lost = UNKNOWN.contains(state.substring(0, 2))
                || state.equals(COMPLETION_UNKNOWN)
                || state.startsWith(OPERATOR_INTERVENTION)
                || sql.getErrorCode() == CONNECTION_KILLED;
        if (lost) {
            return Certainty.UNKNOWN;
        }
        return CANCELLED.contains(state) ? Certainty.OVERLOADED : Certainty.NOT_APPLIED;
    }

    /** Whether the server cancelled it, because it took too long. */
    static boolean isCancelled(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql != null && "57014".equals(sql.getSQLState());
    }

    private static Certainty ofGeneralError(int code) {
        if (code == LOCK_WAIT_TIMEOUT || code == CHANGED_SINCE_THE_SNAPSHOT) {
            return Certainty.TRANSIENT;
        }
        return REFUSED.contains(code) ? Certainty.NOT_APPLIED : Certainty.UNKNOWN;
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }

    private static String state(Throwable failure) {
        SQLException sql = sqlException(failure);
        if (sql == null) {
            return "";
        }
        String code = sql.getErrorCode() == 0 ? "" : ", error " + sql.getErrorCode();
        return " (SQLSTATE " + sql.getSQLState() + code + ")";
    }

    private static String hint(SQLException failure) {
        SQLException sql = sqlException(failure);
        if (sql == null) {
            return "";
        }
        if (REFUSED.contains(sql.getErrorCode()) && sql.getErrorCode() != TABLE_FULL) {
            return " The server is read-only: point the store at the primary.";
        }
        return switch (sql.getSQLState()) {
            case "25006", "90097" -> " The server is read-only: point the store at the primary.";
            case "25P02" -> " An earlier statement of the transaction had failed.";
            case "42P01", "42703", "42S02", "42S22", "42S04" -> " The schema is missing or is not of this release.";
            case "42501", "90096" -> " The database role lacks a privilege on the semel_ tables.";
            case "57014", "70100" -> " It took longer than the store's timeout and was cancelled.";
            default -> "";
        };
    }
}
