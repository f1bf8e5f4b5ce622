/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Finds out which database there is, and opens it; an unknown one is refused, never taken for a similar one. */
final class Databases {
    static final String SUPPORTED = "supported are: PostgreSQL, MariaDB, H2.";

    /**
     * A database that has passed its checks.
     *
     * @param dialect how to talk to it
     * @param capabilities what it said of itself
     */
    record Opened(Dialect dialect, StoreCapabilities capabilities) {}

    private Databases() {}

    /** Looks at server and schema, and creates the latter where that is asked for. */
    static Opened open(DataSource dataSource, JdbcOptions options, boolean joined) {
        Dialect dialect = dialect(dataSource, options);
        Connections connections = new Connections(dataSource, options.timeout(), dialect);
        StoreCapabilities capabilities =
                connections.autocommit("tell its settings", connection -> dialect.inspect(connection, joined));
        JdbcSchema schema = new JdbcSchema(options, dialect);
        if (options.initializeSchema()) {
            schema.createIfMissing(connections);
        }
        connections.autocommit("tell its schema version", schema::check);
        return new Opened(dialect, capabilities);
    }

    /** By what the server calls itself, whatever the driver's name: MariaDB can be reached by that of MySQL. */
    static Dialect dialect(DataSource dataSource, JdbcOptions options) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            String version = connection.getMetaData().getDatabaseProductVersion();
            return dialect(product, version, options);
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    private static Dialect dialect(String product, String version, JdbcOptions options) {
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect(options);
            case "MariaDB" -> new MariaDbDialect(options);
            case "H2" -> new H2Dialect(options);
            case "MySQL" -> mariaDbByMySqlsDriver(version, options);
            default -> throw refusal("The database is " + product + "; " + SUPPORTED);
        };
    }

    private static Dialect mariaDbByMySqlsDriver(String version, JdbcOptions options) {
        if (!version.contains("MariaDB")) {
            throw refusal("The database is MySQL " + version + ", which has neither the sequences nor the returning"
                    + " clause that this release relies on; " + SUPPORTED);
        }
        return new MariaDbDialect(options);
    }

    static StoreException refusal(String message) {
        return new StoreException(StoreException.Certainty.NOT_APPLIED, message, null);
    }
}
