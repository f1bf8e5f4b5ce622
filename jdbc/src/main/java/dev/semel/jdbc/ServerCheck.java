/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Looks at the server before a store uses it, and refuses one that cannot keep the promises. */
final class ServerCheck {
    private static final String SETTINGS =
            """
            select current_setting('server_version') as version, current_setting('fsync') as fsync,
                   current_setting('full_page_writes') as full_pages,
                   current_setting('synchronous_commit') as synchronous_commit,
                   current_setting('synchronous_standby_names') as standbys,
                   pg_is_in_recovery() as standby, current_setting('transaction_read_only') as read_only""";

    private final PostgresOptions options;

    private ServerCheck(PostgresOptions options) {
        this.options = options;
    }

    static StoreCapabilities open(DataSource dataSource, PostgresOptions options) {
        Connections connections = new Connections(dataSource, options.timeout());
        ServerCheck check = new ServerCheck(options);
        connections.autocommit("tell its name", connection -> {
            requirePostgres(connection);
            return true;
        });
        StoreCapabilities capabilities = connections.autocommit("tell its settings", check::settings);
        if (options.initializeSchema()) {
            PostgresSchema.initialize(dataSource, options);
        }
        connections.autocommit("tell its schema version", connection -> {
            new PostgresSchema(options).check(connection);
            return true;
        });
        return capabilities;
    }

    private static void requirePostgres(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!"PostgreSQL".equals(product)) {
            throw PostgresSchema.refusal("The database is " + product + "; supported are: PostgreSQL.");
        }
    }

    private StoreCapabilities settings(Connection connection) throws SQLException {
        return Statements.execute(connection, SETTINGS, List.of(), answers -> {
            ResultSet row = answers.rows();
            row.next();
            requireWritable(row);
            requireFsync(row);
            return new StoreCapabilities("PostgreSQL " + row.getString("version"), true, true, durability(row));
        });
    }

    private static void requireWritable(ResultSet row) throws SQLException {
        if (row.getBoolean("standby")) {
            throw PostgresSchema.refusal("The server is a standby and read-only. Point the store at the primary, for"
                    + " example with targetServerType=primary in the URL.");
        }
        if (row.getString("read_only").equals("on")) {
            throw PostgresSchema.refusal("Transactions are read-only here. Set default_transaction_read_only to off for"
                    + " the role or database of the store, or the pool to read-write.");
        }
    }

    private void requireFsync(ResultSet row) throws SQLException {
        if (row.getString("fsync").equals("off") && !options.permitFsyncOffAndLoseRecords()) {
            throw PostgresSchema.refusal("The server runs with fsync=off and may lose acknowledged results, so that"
                    + " operations would run twice. Set fsync=on in postgresql.conf.");
        }
    }

    /** Judged as the store commits: it lifts synchronous_commit=off to on in each of its transactions. */
    private static DurabilityClass durability(ResultSet row) throws SQLException {
        if (row.getString("fsync").equals("off")) {
            return DurabilityClass.D;
        }
        if (row.getString("full_pages").equals("off")) {
            return DurabilityClass.C;
        }
        String commit = row.getString("synchronous_commit");
        boolean replicated = !row.getString("standbys").isBlank();
        boolean waits = !commit.equals("local") && !commit.equals("remote_write");
        return replicated && waits ? DurabilityClass.A : DurabilityClass.B;
    }
}
