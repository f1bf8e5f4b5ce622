/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The only place where statements are opened. Several statements in one text are one execute, which is one round trip
 * and, in autocommit, one transaction.
 */
final class Statements {
    /** Reads the answers of one execute. */
    @FunctionalInterface
    interface Reader<T extends @Nullable Object> {
        T read(Answers answers) throws SQLException;
    }

    private Statements() {}

    static <T extends @Nullable Object> T execute(
            Connection connection, String sql, List<? extends @Nullable Object> parameters, Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // A pool's or driver's default would turn this into a cursor within a transaction.
            statement.setFetchSize(0);
            for (int i = 0; i < parameters.size(); i++) {
                bind(statement, i + 1, parameters.get(i));
            }
            return reader.read(new Answers(statement, statement.execute()));
        }
    }

    /** Runs work as one transaction, on a connection in autocommit or within a transaction, which it then is part of. */
    static <T extends @Nullable Object> T atomically(Connection connection, Connections.Work<T> work)
            throws SQLException {
        if (!connection.getAutoCommit()) {
            return work.run(connection);
        }
        connection.setAutoCommit(false);
        try {
            T answer = work.run(connection);
            connection.commit();
            return answer;
        } catch (SQLException | RuntimeException e) {
            Connections.rollback(connection, e);
            throw e;
        } finally {
            Connections.restoreAutocommit(connection, true);
        }
    }

    /** Runs a script without parameters. */
    static void script(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a script one statement after another, for databases that take no more at a time. */
    static void statements(Connection connection, String script) throws SQLException {
        for (String sql : script.split(";\\s*\n", -1)) {
            if (!sql.isBlank()) {
                script(connection, sql);
            }
        }
    }

    /** The first column of the next statement's rows. */
    static List<Object> column(Answers answers) throws SQLException {
        List<Object> values = new ArrayList<>();
        ResultSet rows = answers.rows();
        while (rows.next()) {
            values.add(rows.getObject(1));
        }
        return values;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof byte[][] arrays) {
            bind(statement, index, statement.getConnection().createArrayOf("bytea", arrays));
        } else if (value instanceof UUID[] uuids) {
            bind(statement, index, statement.getConnection().createArrayOf("uuid", uuids));
        } else if (value instanceof Long[] numbers) {
            bind(statement, index, statement.getConnection().createArrayOf("int8", numbers));
        } else if (value instanceof Integer[] numbers) {
            bind(statement, index, statement.getConnection().createArrayOf("int4", numbers));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            statement.setObject(index, value);
        }
    }

    private static void bind(PreparedStatement statement, int index, Array array) throws SQLException {
        statement.setArray(index, array);
    }

    /** The answers of one execute, in the order of its statements. */
    static final class Answers {
        private final Statement statement;
        private boolean rows;
        private boolean started;

        private Answers(Statement statement, boolean rows) {
            this.statement = statement;
            this.rows = rows;
        }

        /** The next statement's rows, before the first of them. */
        ResultSet rows() throws SQLException {
            advance();
            ResultSet result = rows ? statement.getResultSet() : null;
            if (result == null) {
                throw new SQLException("A statement gave no rows where it must give some.", "XX000");
            }
            return result;
        }

        /** The next statement's first row, of which there must be one. */
        ResultSet first() throws SQLException {
            ResultSet rows = rows();
            if (!rows.next()) {
                throw new SQLException("A statement gave no row where it must give one.", "XX000");
            }
            return rows;
        }

        /** How many rows the next statement changed. */
        int count() throws SQLException {
            advance();
            return statement.getUpdateCount();
        }

        /** Passes over the next statement's answer. */
        Answers skip() throws SQLException {
            advance();
            return this;
        }

        private void advance() throws SQLException {
            if (started) {
                rows = statement.getMoreResults();
            }
            started = true;
        }
    }
}
