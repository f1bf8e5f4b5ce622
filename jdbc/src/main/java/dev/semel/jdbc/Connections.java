/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections for one piece of work, in autocommit, and gives them back as they were. A connection whose
 * state is not known after a failure is closed for good, so that no pool hands it to somebody else.
 *
 * <p>A connection that arrives in a transaction which has written or locked rows is somebody's: switching autocommit on
 * would commit their half-done work. It is refused and left as it is. Autocommit that is off tells nothing, because it can
 * be a pool's default; so {@link Dialect#isInTransaction} finds out more.
 */
final class Connections {
    private final DataSource dataSource;
    private final Dialect dialect;
    private final int silenceMillis;

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    Connections(DataSource dataSource, Duration timeout, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.silenceMillis = silenceMillis(timeout);
    }

    /** After how long a silent server is given up: later than it would cancel the statement itself. */
    static int silenceMillis(Duration timeout) {
        return (int) timeout.multipliedBy(3).dividedBy(2).plusSeconds(1).toMillis();
    }

    /** In autocommit: one execute of the work is one transaction. */
    <T extends @Nullable Object> T autocommit(String verb, Work<T> work) {
        return within(verb, true, silenceMillis, work);
    }

    /** In a transaction of its own, which ends with the work. */
    <T extends @Nullable Object> T transaction(String verb, Duration limit, Work<T> work) {
        return within(verb, false, silenceMillis(limit), connection -> {
            T answer = work.run(connection);
            connection.commit();
            return answer;
        });
    }

    private <T extends @Nullable Object> T within(String verb, boolean autocommit, int silence, Work<T> work) {
        Connection connection = acquire();
        try {
            refuseForeignTransaction(connection, silence);
            boolean before = switchAutocommit(connection, autocommit);
            try {
                return bounded(connection, silence, work);
            } catch (SQLException e) {
                StoreException failure = SqlErrors.statementFailed(verb, e);
                leaveClean(connection, autocommit, failure);
                throw failure;
            } catch (RuntimeException | Error e) {
                // Switching autocommit back on would commit what is half done.
                discard(connection, e);
                throw e;
            } finally {
                restoreAutocommit(connection, before);
            }
        } catch (SQLException e) {
            discard(connection, e);
            throw SqlErrors.unavailable(e);
        } finally {
            close(connection);
        }
    }

    private static boolean switchAutocommit(Connection connection, boolean wanted) throws SQLException {
        boolean before = connection.getAutoCommit();
        if (before != wanted) {
            connection.setAutoCommit(wanted);
        }
        return before;
    }

    private void refuseForeignTransaction(Connection connection, int silence) throws SQLException {
        if (!connection.getAutoCommit() && bounded(connection, silence, dialect::isInTransaction)) {
            throw new StoreException(
                    Certainty.NOT_APPLIED,
                    "The DataSource gave a connection that is in somebody's transaction, which recording would commit."
                            + " Give the store the pool itself, not a transaction-aware proxy of it.",
                    null);
        }
    }

    static void restoreAutocommit(Connection connection, boolean before) {
        try {
            if (!connection.isClosed() && connection.getAutoCommit() != before) {
                connection.setAutoCommit(before);
            }
        } catch (SQLException e) {
            discard(connection, e);
        }
    }

    private static void leaveClean(Connection connection, boolean autocommit, StoreException failure) {
        if (failure.certainty() == Certainty.UNKNOWN) {
            discard(connection, failure);
        } else if (!autocommit) {
            rollback(connection, failure);
        }
    }

    /** Rolls back, and ends a connection for good that cannot. */
    static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            discard(connection, failure);
        }
    }

    /** Runs work under a limit for the server's silence, which is the socket's and not the session's. */
    static <T extends @Nullable Object> T bounded(Connection connection, int silenceMillis, Work<T> work)
            throws SQLException {
        int before = connection.getNetworkTimeout();
        if (before > 0 && before <= silenceMillis) {
            return work.run(connection);
        }
        connection.setNetworkTimeout(Runnable::run, silenceMillis);
        T answer;
        try {
            answer = work.run(connection);
        } catch (SQLException | RuntimeException e) {
            restore(connection, before, e);
            throw e;
        }
        connection.setNetworkTimeout(Runnable::run, before);
        return answer;
    }

    private static void restore(Connection connection, int networkTimeout, Exception failure) {
        try {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private Connection acquire() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    /** Ends a connection for good; whatever it was doing at the server is rolled back there. */
    static void discard(Connection connection, Throwable failure) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** A failure to close changes nothing of what the work achieved. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            discard(connection, e);
        }
    }
}
