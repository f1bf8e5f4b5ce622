/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.servers.FileTree;
import dev.semel.examples.servers.LeftoverServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The demo's own PostgreSQL: programs and files within the data folder, reachable from this machine only, and as
 * durable as a real one.
 */
final class DemoDatabase implements AutoCloseable {

    private static final String MAJOR_VERSION = "18";

    private final EmbeddedPostgres server;
    private final LeftoverServer leftover;

    private DemoDatabase(EmbeddedPostgres server, LeftoverServer leftover) {
        this.server = server;
        this.leftover = leftover;
    }

    /**
     * Stops what an earlier demo left behind, makes the files if there are none, and starts the server.
     *
     * @param progress is told each step, in words for the user
     * @throws DemoException if the server does not start
     */
    static DemoDatabase start(DataFolder folder, Consumer<String> progress) {
        var leftover = leftover(folder.postgres());
        leftover.stop(progress);
        try {
            dropHalfMade(folder);
            requireVersion(folder.postgres());
            progress.accept("starting PostgreSQL " + MAJOR_VERSION + " …");
            var server = launch(folder);
            Files.writeString(folder.postgresReady(), MAJOR_VERSION + "\n");
            return new DemoDatabase(server, leftover);
        } catch (IOException | IllegalStateException | ExceptionInInitializerError e) {
            leftover.stop(progress);
            throw DemoException.failed(
                    "PostgreSQL did not start, see " + folder.postgresLog()
                            + " (as root it needs user namespaces; another user or --jdbc-url does without)",
                    e);
        }
    }

    /** What a killed demo left running on these files. SIGINT and not SIGTERM, on which it waits for its clients. */
    static LeftoverServer leftover(Path files) {
        return new LeftoverServer(
                "PostgreSQL",
                files.resolve("postmaster.pid"),
                "postgres",
                List.of("-D", files.toString()),
                List.of("-INT", "-QUIT"));
    }

    String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Stops the server and returns when it is gone. */
    @Override
    public void close() throws IOException {
        server.close();
        // It waits five seconds at most; a long checkpoint takes longer.
        leftover.stop(notice -> {});
    }

    private static EmbeddedPostgres launch(DataFolder folder) throws IOException {
        // It deletes old data folders below its working folder, so that must be one without any.
        System.setProperty("ot.epg.working-dir", folder.postgresPrograms().toString());
        var log = ProcessBuilder.Redirect.appendTo(folder.postgresLog().toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.postgres())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                .start();
    }

    /** A process killed while making files leaves some of them, and nothing of value. */
    private static void dropHalfMade(DataFolder folder) throws IOException {
        if (!Files.exists(folder.postgresReady())) {
            FileTree.delete(folder.postgres());
        }
        if (Files.exists(folder.postgresPrograms()) && !isUnpacked(folder.postgresPrograms())) {
            FileTree.delete(folder.postgresPrograms());
        }
    }

    private static boolean isUnpacked(Path programs) throws IOException {
        try (var versions = Files.list(programs)) {
            return versions.allMatch(version -> Files.exists(version.resolve(".exists")));
        }
    }

    private static void requireVersion(Path files) throws IOException {
        var versionFile = files.resolve("PG_VERSION");
        if (Files.exists(versionFile) && !Files.readString(versionFile).strip().equals(MAJOR_VERSION)) {
            throw DemoException.refused("the data in " + files + " is of PostgreSQL "
                    + Files.readString(versionFile).strip() + "; start with --reset or another --data");
        }
    }
}
