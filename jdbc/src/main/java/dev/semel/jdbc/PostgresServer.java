/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Looks at a PostgreSQL server before a store uses it. */
final class PostgresServer {
    private static final String SETTINGS =
            """
            select version() as product, current_setting('server_version_num')::int as number,
                   current_setting('server_version') as version, current_setting('fsync') as fsync,
                   current_setting('full_page_writes') as full_pages,
                   current_setting('synchronous_commit') as synchronous_commit,
                   current_setting('synchronous_standby_names') as standbys,
                   pg_is_in_recovery() as standby, current_setting('transaction_read_only') as read_only""";

    private static final int OLDEST = 13;

    private PostgresServer() {}

    static StoreCapabilities inspect(Connection connection, JdbcOptions options) throws SQLException {
        return Statements.execute(connection, SETTINGS, List.of(), answers -> {
            ResultSet row = answers.first();
            requirePostgres(row);
            requireWritable(row);
            if (!options.permitFsyncOffAndLoseRecords()) {
                requireFsync(row);
            }
            return new StoreCapabilities("PostgreSQL " + row.getString("version"), true, true, durability(row));
        });
    }

    /** Servers that speak its protocol promise other things: YugabyteDB hands out sequence numbers by session (I5). */
    private static void requirePostgres(ResultSet row) throws SQLException {
        String product = row.getString("product");
        if (!product.startsWith("PostgreSQL ") || product.contains("-YB-") || product.contains("Redshift")) {
            throw Databases.refusal("The server speaks like PostgreSQL but is " + product + "; " + Databases.SUPPORTED);
        }
        if (row.getInt("number") < OLDEST * 10_000) {
            throw Databases.refusal("The server is PostgreSQL " + row.getString("version") + "; " + OLDEST
                    + " or newer is needed. Upgrade it.");
        }
    }

    private static void requireWritable(ResultSet row) throws SQLException {
        if (row.getBoolean("standby")) {
            throw Databases.refusal("The server is a standby and read-only. Point the store at the primary, for"
                    + " example with targetServerType=primary in the URL.");
        }
        if (row.getString("read_only").equals("on")) {
            throw Databases.refusal("Transactions are read-only here. Set default_transaction_read_only to off for"
                    + " the role or database of the store, or the pool to read-write.");
        }
    }

    private static void requireFsync(ResultSet row) throws SQLException {
        if (row.getString("fsync").equals("off")) {
            throw Databases.refusal("The server runs with fsync=off and may lose acknowledged results, so that"
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
