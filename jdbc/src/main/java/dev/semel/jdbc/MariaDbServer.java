/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a MariaDB server before a store uses it. Not every release has every variable; one that is missing is as
 * good as off.
 *
 * @param variables as this session has them, by name in lower case
 */
record MariaDbServer(Map<String, String> variables) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
    private static final int OLDEST = 10_06;

    private static final String SETTINGS =
            """
            show variables where variable_name in ('version', 'read_only', 'tx_read_only', 'transaction_read_only',
              'innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'innodb_rollback_on_timeout', 'log_bin',
              'sync_binlog', 'binlog_format', 'wsrep_on')""";

    private static final String CLOCK =
            "set statement time_zone = '+00:00' for select sleep(0.002), sysdate(6) > utc_timestamp(6)";

    static MariaDbServer read(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        Statements.execute(connection, SETTINGS, List.of(), answers -> {
            ResultSet rows = answers.rows();
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
            return true;
        });
        boolean running = Statements.execute(
                connection, CLOCK, List.of(), answers -> answers.first().getBoolean(2));
        variables.put("sysdate", running ? "ON" : "OFF");
        return new MariaDbServer(variables);
    }

    StoreCapabilities capabilities(JdbcOptions options, boolean joined) {
        requireRelease();
        requireWritable();
        requireOrder(joined);
        if (!options.permitFsyncOffAndLoseRecords()) {
            requireFlush();
        }
        return new StoreCapabilities("MariaDB " + value("version"), true, true, durability());
    }

    private void requireRelease() {
        Matcher version = VERSION.matcher(value("version"));
        if (!version.matches()
                || Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) < OLDEST) {
            throw Databases.refusal("The server is MariaDB " + value("version")
                    + "; 10.6 is the oldest supported (returning, skip locked). Upgrade the server.");
        }
    }

    private void requireWritable() {
        if (!value("read_only").equals("OFF")) {
            throw Databases.refusal(
                    "The server runs with read_only=" + value("read_only") + ". Point the store at the primary.");
        }
        if (is("tx_read_only", "ON") || is("transaction_read_only", "ON")) {
            throw Databases.refusal(
                    "Transactions are read-only here. Set transaction_read_only to OFF for the server or"
                            + " the session, or the pool to read-write.");
        }
    }

    /** What would disturb the order of fences or the clock, or would end the caller's transaction. */
    private void requireOrder(boolean joined) {
        if (is("wsrep_on", "ON")) {
            throw Databases.refusal(
                    "The server is a node of a Galera cluster, whose sequences do not increase from node"
                            + " to node and whose locks end at the node. Use a server with asynchronous replicas.");
        }
        if (is("log_bin", "ON") && is("binlog_format", "STATEMENT")) {
            throw Databases.refusal("The server logs statements (binlog_format=STATEMENT), which give replicas other"
                    + " times. Set binlog_format=ROW or MIXED.");
        }
        if (is("sysdate", "OFF")) {
            throw Databases.refusal("The server runs with --sysdate-is-now, so that leases would be counted from the"
                    + " start of a statement that waits. Start it without that option.");
        }
        if (joined && is("innodb_rollback_on_timeout", "ON")) {
            throw Databases.refusal("The server runs with innodb_rollback_on_timeout=ON, so that a claim which meets"
                    + " another would roll back the caller's transaction. Set it to OFF, or use leased mode.");
        }
    }

    private void requireFlush() {
        if (is("innodb_flush_log_at_trx_commit", "0")) {
            throw Databases.refusal("The server runs with innodb_flush_log_at_trx_commit=0 and may lose acknowledged"
                    + " results, so that operations would run twice. Set innodb_flush_log_at_trx_commit=1.");
        }
    }

    /** Never A: semi-synchronous replication falls back to asynchronous by itself. */
    private DurabilityClass durability() {
        if (is("innodb_flush_log_at_trx_commit", "0")) {
            return DurabilityClass.D;
        }
        boolean flushes = !is("innodb_flush_log_at_trx_commit", "2") && !is("innodb_doublewrite", "OFF");
        // After a crash InnoDB rolls back what it has prepared and the binary log has lost.
        boolean logs = !is("log_bin", "ON") || is("sync_binlog", "1");
        return flushes && logs ? DurabilityClass.B : DurabilityClass.C;
    }

    private String value(String name) {
        return variables.getOrDefault(name, "OFF");
    }

    private boolean is(String name, String value) {
        return value(name).equalsIgnoreCase(value);
    }
}
