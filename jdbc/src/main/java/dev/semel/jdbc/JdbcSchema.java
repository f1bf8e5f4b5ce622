/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * The tables of the stores: a script for Flyway, Liquibase or a person, and its creation on request.
 *
 * <p>The scripts are resources, {@code dev/semel/jdbc/schema/postgresql/V1__semel.sql} and beside it {@code mariadb} and
 * {@code h2}; the folder is a location for a migration tool. They name no schema: run them with the search path or
 * database that the service has, or with {@link JdbcOptions#schema()} as the present one.
 */
public final class JdbcSchema {
    /** The version of the tables that this release reads and writes. */
    public static final int VERSION = 1;

    private final JdbcOptions options;
    private final Dialect dialect;

    JdbcSchema(JdbcOptions options, Dialect dialect) {
        this.options = options;
        this.dialect = dialect;
    }

    /**
     * Creates the schema and the tables that are missing; does nothing if they are there, in whatever version. Safe to
     * call on many nodes at the same time.
     *
     * @param dataSource of a role that may create tables; one connection is used
     * @param options which schema, and how long the server may be silent
     * @throws StoreException if the tables cannot be created, or the database is not supported
     */
    public static void initialize(DataSource dataSource, JdbcOptions options) {
        Dialect dialect = Databases.dialect(dataSource, options);
        new JdbcSchema(options, dialect).createIfMissing(new Connections(dataSource, options.timeout(), dialect));
    }

    void createIfMissing(Connections connections) {
        connections.autocommit("create the semel_ tables", connection -> {
            dialect.createTables(connection, script());
            return true;
        });
    }

    /** Refuses tables that are missing or not of {@link #VERSION}. */
    boolean check(Connection connection) throws SQLException {
        OptionalInt found = dialect.version(connection);
        if (found.isEmpty()) {
            throw Databases.refusal("The semel_ tables are missing" + where() + ". Run the script " + resource()
                    + " (Flyway, Liquibase or by hand), or set semel.jdbc.initialize-schema=true.");
        }
        int version = found.getAsInt();
        if (version != VERSION) {
            String advice = version > VERSION
                    ? "Upgrade this node to the release that wrote it."
                    : "Run the scripts beside " + resource() + " that follow it.";
            throw Databases.refusal("The semel_ tables" + where() + " have version " + version
                    + "; this release knows version " + VERSION + " only. " + advice);
        }
        return true;
    }

    /** What the table of versions says; empty if nothing, because its script stopped half-way. */
    static OptionalInt version(Connection connection, String table) throws SQLException {
        return Statements.execute(connection, "select max(version) from " + table, List.of(), answers -> {
            ResultSet row = answers.first();
            int version = row.getInt(1);
            return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
        });
    }

    private String resource() {
        return "dev/semel/jdbc/schema/" + dialect.folder() + "/V1__semel.sql";
    }

    private String script() {
        try (InputStream in = JdbcSchema.class.getResourceAsStream("/" + resource())) {
            return new String(Objects.requireNonNull(in, resource()).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource() + " from the class path.", e);
        }
    }

    private String where() {
        return options.schema().isEmpty() ? " where the connection looks" : " in schema " + options.schema();
    }
}
