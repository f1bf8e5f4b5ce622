/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool that notices what was changed on a connection and not put back. */
final class SmallPool implements ConnectionsOf, AutoCloseable {
    private final DataSource source;
    private final long patienceMillis;
    private final List<Connection> opened = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private record Slot(@Nullable Connection connection) {}

    private final LinkedBlockingDeque<Slot> slots = new LinkedBlockingDeque<>();

    SmallPool(DataSource source, int size) {
        this(source, size, 20_000);
    }

    SmallPool(DataSource source, int size, long patienceMillis) {
        this.source = source;
        this.patienceMillis = patienceMillis;
        for (int i = 0; i < size; i++) {
            slots.add(new Slot(null));
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Slot slot;
        try {
            slot = slots.poll(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted");
        }
        if (slot == null) {
            throw new SQLTransientConnectionException("The pool is exhausted.");
        }
        Connection connection = slot.connection();
        if (connection == null) {
            try {
                connection = source.getConnection();
            } catch (SQLException e) {
                slots.add(slot);
                throw e;
            }
            opened.add(connection);
        }
        return lend(connection);
    }

    /** What came back other than it went. */
    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    int openedConnections() {
        return opened.size();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : opened) {
            connection.close();
        }
    }

    private Connection lend(Connection connection) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (!closed.getAndSet(true)) {
                            takeBack(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void takeBack(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            slots.add(new Slot(null));
            return;
        }
        if (!connection.getAutoCommit()) {
            complaints.add("autocommit is off");
        }
        if (connection.getNetworkTimeout() != 0) {
            complaints.add("a network timeout is set");
        }
        slots.add(new Slot(connection));
    }
}
