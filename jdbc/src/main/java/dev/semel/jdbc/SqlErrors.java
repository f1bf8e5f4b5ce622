/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a request that failed, by SQLSTATE alone, never by text. For those who implement
 * {@link Transactions}.
 */
public final class SqlErrors {
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");
    // Connection lost; completion unknown; the server went away. 53, 58 and XX can come with a PANIC while the commit
    // record is being flushed, after which it may be found or not.
    private static final Set<String> UNKNOWN = Set.of("08", "53", "58", "XX", "F0");
    private static final String COMPLETION_UNKNOWN = "40003";
    private static final String OPERATOR_INTERVENTION = "57P";

    private SqlErrors() {}

    /**
     * Says what became of a commit that failed.
     *
     * @param failure what was thrown; its causes are searched for an {@link SQLException}
     * @return {@link Certainty#UNKNOWN} if the commit may have landed (the connection was lost, the server went away, or
     *     nothing is known); {@link Certainty#TRANSIENT} or {@link Certainty#NOT_APPLIED} if it is rolled back
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
     * @param failure what was thrown
     * @return with {@link Certainty#NOT_APPLIED}
     */
    public static StoreException unavailable(Throwable failure) {
        return new StoreException(
                Certainty.NOT_APPLIED,
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
        Certainty certainty = certainty(failure) == Certainty.TRANSIENT ? Certainty.TRANSIENT : Certainty.NOT_APPLIED;
        String message = "The database could not " + verb + " in the caller's transaction, which can no longer commit.";
        return new StoreException(certainty, message + hint(failure) + state(failure), failure);
    }

    static Certainty certainty(Throwable failure) {
        String state = sqlState(failure);
        if (state == null || state.length() != 5) {
            return Certainty.UNKNOWN;
        }
        if (TRANSIENT.contains(state)) {
            return Certainty.TRANSIENT;
        }
        boolean lost = UNKNOWN.contains(state.substring(0, 2))
                || state.equals(COMPLETION_UNKNOWN)
                || state.startsWith(OPERATOR_INTERVENTION);
        return lost ? Certainty.UNKNOWN : Certainty.NOT_APPLIED;
    }

    private static @Nullable String sqlState(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    private static String state(Throwable failure) {
        String state = sqlState(failure);
        return state == null ? "" : " (SQLSTATE " + state + ")";
    }

    private static String hint(SQLException failure) {
        String state = sqlState(failure);
        if (state == null) {
            return "";
        }
        return switch (state) {
            case "25006" -> " The server is read-only: point the store at the primary.";
            case "25P02" -> " An earlier statement of the transaction had failed.";
            case "42P01", "42703" -> " The schema is missing or is not of this release.";
            case "42501" -> " The database role lacks a privilege on the semel_ tables.";
            case "57014" -> " It took longer than the store's timeout and was cancelled.";
            default -> "";
        };
    }
}
