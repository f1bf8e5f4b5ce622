/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Several transactions of one thread, of which one is the present. */
final class SwitchedTransactions implements Transactions, AutoCloseable {
    private final DataSource pool;
    private final List<Connection> connections = new ArrayList<>();
    private final boolean[] active;
    private int present;

    SwitchedTransactions(DataSource pool, DataSource source, int count) throws SQLException {
        this.pool = pool;
        this.active = new boolean[count];
        for (int i = 0; i < count; i++) {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            connections.add(connection);
        }
    }

    void use(int index) {
        present = index;
    }

    void end() {
        active[present] = false;
    }

    /** Ended by whoever has it, by its connection. */
    @Override
    public Transaction begin() {
        active[present] = true;
        return new Transaction() {
            @Override
            public boolean isOutermost() {
                return true;
            }

            @Override
            public boolean isRollbackOnly() {
                return false;
            }

            @Override
            public void commit() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void rollback() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public boolean isActive() {
        return active[present];
    }

    @Override
    public Connection connection() {
        return connections.get(present);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
