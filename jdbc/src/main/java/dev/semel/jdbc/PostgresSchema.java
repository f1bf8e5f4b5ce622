/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
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
 * The tables of the PostgreSQL store: a script for Flyway, Liquibase or a person, and its creation on request.
 *
 * <p>The script names no schema; run it with the search path that the service has, or with the schema of
 * {@link PostgresOptions#schema()} first on it.
 */
public final class PostgresSchema {
    /** The version of the tables that this release reads and writes. */
    public static final int VERSION = 1;

    /** Where the script lies on the class path; its folder is a location for a migration tool. */
    public static final String RESOURCE = "dev/semel/jdbc/schema/postgresql/V1__semel.sql";

    // "semel" in ASCII: nodes that start at the same time initialize one after another.
    private static final long INITIALIZING = 0x73656d656cL;

    private final PostgresOptions options;

    PostgresSchema(PostgresOptions options) {
        this.options = options;
    }

    /**
     * Reads the script that creates the tables of {@link #VERSION}.
     *
     * @return SQL statements, each ended by a semicolon at the end of a line
     */
    public static String script() {
        try (InputStream in = PostgresSchema.class.getResourceAsStream("/" + RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE + " from the class path.", e);
        }
    }

    /**
     * Creates the schema and the tables that are missing; does nothing if they are there, in whatever version. Safe to
     * call on many nodes at the same time.
     *
     * @param dataSource of a role that may create tables; one connection is used, in one transaction
     * @param options which schema, and how long the server may be silent
     * @throws StoreException if the tables cannot be created
     */
    public static void initialize(DataSource dataSource, PostgresOptions options) {
        new Connections(dataSource, options.timeout())
                .transaction("create the semel_ tables", options.timeout(), connection -> {
                    new PostgresSchema(options).createIfMissing(connection);
                    return true;
                });
    }

    private void createIfMissing(Connection connection) throws SQLException {
        Statements.execute(
                connection,
                "set transaction isolation level read committed; select pg_advisory_xact_lock(?)",
                List.of(INITIALIZING),
                answers -> answers.skip().rows());
        if (version(connection).isPresent()) {
            return;
        }
        if (!options.schema().isEmpty()) {
            Statements.script(connection, "create schema if not exists \"" + options.schema() + "\"");
            Statements.script(connection, "set local search_path to \"" + options.schema() + "\"");
        }
        Statements.script(connection, script());
    }

    /** Refuses tables that are missing or not of {@link #VERSION}. */
    void check(Connection connection) throws SQLException {
        OptionalInt found = version(connection);
        if (found.isEmpty()) {
            throw refusal("The semel_ tables are missing" + where() + ". Run the script " + RESOURCE
                    + " (Flyway, Liquibase or by hand), or set semel.jdbc.initialize-schema=true.");
        }
        int version = found.getAsInt();
        if (version != VERSION) {
            String advice = version > VERSION
                    ? "Upgrade this node to the release that wrote it."
                    : "Run the scripts beside " + RESOURCE + " that follow it.";
            throw refusal("The semel_ tables" + where() + " have version " + version + "; this release knows version "
                    + VERSION + " only. " + advice);
        }
    }

    private OptionalInt version(Connection connection) throws SQLException {
        String table = options.qualified("semel_schema");
        boolean exists = Statements.execute(
                connection, "select to_regclass(?) is not null", List.of(table), answers -> first(answers.rows())
                        .getBoolean(1));
        if (!exists) {
            return OptionalInt.empty();
        }
        return Statements.execute(
                connection,
                "select coalesce(max(version), 0) from " + table,
                List.of(),
                answers -> OptionalInt.of(first(answers.rows()).getInt(1)));
    }

    private String where() {
        return options.schema().isEmpty() ? " on the search path" : " in schema " + options.schema();
    }

    private static ResultSet first(ResultSet rows) throws SQLException {
        rows.next();
        return rows;
    }

    static StoreException refusal(String message) {
        return new StoreException(Certainty.NOT_APPLIED, message, null);
    }
}
