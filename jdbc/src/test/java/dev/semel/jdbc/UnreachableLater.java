/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A server that is there at the start and then is not. */
final class UnreachableLater implements ConnectionsOf {
    private final DataSource source;
    private volatile boolean gone;

    UnreachableLater(DataSource source) {
        this.source = source;
    }

    void goAway() {
        gone = true;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (gone) {
            throw new SQLException("Connection refused", "08001");
        }
        return source.getConnection();
    }
}
