/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that one daemon thread keeps and works on. If it breaks, or cannot be had, the thread takes another one
 * after a pause that grows; it tells so once, and once when all is well again.
 */
final class StandingConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeUps.class);
    private static final long SHORTEST_REST_MILLIS = 100;
    private static final int DOUBLINGS = 8;
    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    /** Works until the connection breaks, which it throws, or {@link #isClosed}; leaves its session as it was then. */
    @FunctionalInterface
    interface Work {
        void on(StandingConnection standing, Connection connection) throws SQLException;
    }

    /** The connection cannot do what it is for, and another one hardly will. */
    static final class UnfitException extends SQLException {
        private static final long serialVersionUID = 1;
        private static final Duration REST = Duration.ofMinutes(10);

        UnfitException(String message) {
            super(message, "0A000");
        }
    }

    private final DataSource dataSource;
    private final Work work;
    private final Thread thread;
    private volatile boolean closed;
    /** Since it worked last; the thread's own. */
    private int failures;

    private volatile @Nullable Connection current;

    StandingConnection(String name, DataSource dataSource, Work work) {
        this.dataSource = dataSource;
        this.work = work;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isClosed() {
        return closed;
    }

    /** Said by the work when the connection does what it is for. */
    void works() {
        if (failures > 0) {
            LOG.info("{} works again.", thread.getName());
        }
        failures = 0;
    }

    private void run() {
        while (!closed) {
            try {
                workOn(dataSource.getConnection());
            } catch (Throwable e) { // whatever a driver or pool throws, the next connection may do
                if (!closed) {
                    rest(e);
                }
            }
        }
    }

    private void workOn(Connection connection) throws SQLException {
        current = connection;
        try {
            boolean before = connection.getAutoCommit();
            if (!before) {
                connection.setAutoCommit(true);
            }
            work.on(this, connection);
            Thread.interrupted(); // by close, and nothing to a pool
            Connections.restoreAutocommit(connection, before);
        } catch (Throwable e) {
            Connections.discard(connection, e);
            throw e;
        } finally {
            current = null;
            Connections.close(connection);
        }
    }

    private void rest(Throwable failure) {
        failures++;
        if (failures == 1) {
            LOG.warn(
                    "{} does not work, and is tried again; meanwhile calls that wait for another node poll. {}",
                    thread.getName(),
                    failure.getMessage());
        }
        LOG.debug("{} failed.", thread.getName(), failure);
        long end = System.nanoTime() + pause(failure).toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted(); // or it would not park again
        }
    }

    private Duration pause(Throwable failure) {
        if (failure instanceof UnfitException) {
            return UnfitException.REST;
        }
        long half = SHORTEST_REST_MILLIS << Math.min(failures - 1, DOUBLINGS) >> 1;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    /** Ends the thread and gives the connection back; breaks it if the work does not end soon. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(TO_CLOSE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        Connection stuck = current;
        if (thread.isAlive() && stuck != null) {
            Connections.discard(stuck, new SQLException("closed"));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
