/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions by plain JDBC: begins one on a connection of the data source and binds it to the thread, where the
 * caller's own statements find it by {@link #connection()}.
 *
 * <p>A begin within a transaction takes part in it; if such a part is rolled back, the whole will be. The connection goes
 * back to the pool in the autocommit mode in which it came; the isolation level is never touched. After a failed commit
 * of unknown outcome, or a failed rollback, it is closed for good instead. Safe for use by many threads.
 */
public final class JdbcTransactions implements Transactions {
    private final DataSource dataSource;
    // Not static: a thread may be in a transaction of each of several databases.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Bound> current = new ThreadLocal<>();

    /**
     * Makes transactions of a pool.
     *
     * @param dataSource a pool of connections to the primary; it stays the caller's to close
     */
    public JdbcTransactions(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    @Override
    public Transaction begin() {
        Bound bound = live();
        if (bound != null) {
            return new Participant(bound);
        }
        bound = bind();
        current.set(bound);
        return bound;
    }

    @Override
    public boolean isActive() {
        return live() != null;
    }

    @Override
    public Connection connection() {
        Bound bound = live();
        if (bound == null) {
            throw new IllegalStateException("This thread is in no transaction; begin one first.");
        }
        return bound.connection;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    /** One that another thread has ended, against the rules, must not take this thread's work in. */
    private @Nullable Bound live() {
        Bound bound = current.get();
        return bound == null || bound.ended ? null : bound;
    }

    private Bound bind() {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
        try {
            boolean autocommit = connection.getAutoCommit();
            if (autocommit) {
                connection.setAutoCommit(false);
            }
            return new Bound(connection, autocommit);
        } catch (SQLException e) {
            Connections.discard(connection, e);
            Connections.close(connection);
            throw SqlErrors.unavailable(e);
        }
    }

    /** The outermost part, which ends the transaction. */
    private final class Bound implements Transaction {
        private final Connection connection;
        private final boolean autocommit;
        private boolean rollbackOnly;
        private volatile boolean ended;

        private Bound(Connection connection, boolean autocommit) {
            this.connection = connection;
            this.autocommit = autocommit;
        }

        @Override
        public boolean isOutermost() {
            return true;
        }

        @Override
        public boolean isRollbackOnly() {
            return rollbackOnly;
        }

        @Override
        public void commit() {
            requireLive();
            if (rollbackOnly) {
                rollback();
                throw new StoreException(
                        Certainty.NOT_APPLIED, "A part of the transaction had rolled back, so the whole did.", null);
            }
            try {
                connection.commit();
            } catch (SQLException e) {
                StoreException failure = SqlErrors.commitFailed(e);
                leaveClean(failure);
                throw failure;
            } finally {
                end();
            }
        }

        /** What is unknown must not go on: a connection that comes back to life could still commit for somebody else. */
        private void leaveClean(StoreException failure) {
            if (failure.certainty() == Certainty.UNKNOWN) {
                Connections.discard(connection, failure);
            } else {
                Connections.rollback(connection, failure);
            }
        }

        @Override
        public void rollback() {
            if (ended) {
                return;
            }
            try {
                connection.rollback();
            } catch (SQLException | RuntimeException e) {
                // The server rolls back what it loses the connection to.
                Connections.discard(connection, e);
            } finally {
                end();
            }
        }

        private void end() {
            ended = true;
            current.remove();
            Connections.restoreAutocommit(connection, autocommit);
            Connections.close(connection);
        }

        private void requireLive() {
            if (ended || current.get() != this) {
                throw new IllegalStateException("The transaction has ended, or belongs to another thread.");
            }
        }
    }

    /** A part within: it commits nothing, and its rollback dooms the whole. */
    private static final class Participant implements Transaction {
        private final Bound bound;

        private Participant(Bound bound) {
            this.bound = bound;
        }

        @Override
        public boolean isOutermost() {
            return false;
        }

        @Override
        public boolean isRollbackOnly() {
            return bound.rollbackOnly;
        }

        @Override
        public void commit() {
            bound.requireLive();
        }

        @Override
        public void rollback() {
            bound.rollbackOnly = true;
        }
    }
}
