/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDatabaseIT {

    @TempDir
    Path parent;

    private final List<String> progress = new ArrayList<>();
    private DataFolder folder;

    @BeforeEach
    void claim() {
        folder = DataFolder.claim(parent.resolve("data"));
    }

    @AfterEach
    void stopWhatIsLeft() throws IOException {
        DemoDatabase.leftover(folder.postgres()).stop(notice -> {});
        folder.close();
    }

    @Test
    void isDurable() throws Exception {
        try (var database = DemoDatabase.start(folder, progress::add)) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(query(database.jdbcUrl(), "show " + setting)).isEqualTo("on");
            }
            assertThat(query(database.jdbcUrl(), "show server_version")).startsWith("18");
            assertThat(query(database.jdbcUrl(), "show unix_socket_directories"))
                    .isEmpty();
        }
    }

    @Test
    void keepsItsDataAndStopsWhenClosed() throws Exception {
        var pid = 0L;
        try (var database = DemoDatabase.start(folder, progress::add)) {
            execute(database.jdbcUrl(), "create table kept as select 7 as n");
            pid = pid();
        }
        assertThat(ProcessHandle.of(pid).flatMap(process -> process.info().command()))
                .isEmpty();
        try (var database = DemoDatabase.start(folder, progress::add)) {
            assertThat(query(database.jdbcUrl(), "select n from kept")).isEqualTo("7");
        }
        assertThat(progress).allSatisfy(line -> assertThat(line).startsWith("starting"));
    }

    @Test
    void stopsTheServerThatAKilledDemoLeftAndFindsItsData() throws Exception {
        // Never closed: as after kill -9, the server runs on and only postmaster.pid knows it.
        var leftBehind = DemoDatabase.start(folder, progress::add);
        execute(leftBehind.jdbcUrl(), "create table kept as select 7 as n");
        var pid = pid();
        progress.clear();

        try (var connection = DriverManager.getConnection(leftBehind.jdbcUrl());
                var database = DemoDatabase.start(folderReopened(), progress::add)) {
            assertThat(progress.get(0)).contains("pid " + pid);
            assertThat(pid()).isNotEqualTo(pid);
            assertThat(query(database.jdbcUrl(), "select n from kept")).isEqualTo("7");
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    @Test
    void makesTheFilesAnewIfTheirMakingWasCutOff() throws Exception {
        Files.createDirectories(folder.postgres());
        Files.writeString(folder.postgres().resolve("postgresql.conf"), "");

        try (var database = DemoDatabase.start(folder, progress::add)) {
            assertThat(query(database.jdbcUrl(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesTheDataOfAnotherVersion() throws Exception {
        Files.createDirectories(folder.postgres());
        Files.writeString(folder.postgres().resolve("PG_VERSION"), "17\n");
        Files.writeString(folder.postgresReady(), "17\n");

        assertThatThrownBy(() -> DemoDatabase.start(folder, progress::add))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("--reset");
    }

    @Test
    void sparesAStrangerWhoseNumberStandsInAStalePidFile() throws Exception {
        Files.createDirectories(folder.postgres());
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.postgres().resolve("postmaster.pid"), stranger.pid() + "\n");

            DemoDatabase.leftover(folder.postgres()).stop(progress::add);

            assertThat(stranger.isAlive()).isTrue();
            assertThat(progress).isEmpty();
            assertThat(folder.postgres().resolve("postmaster.pid")).doesNotExist();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void sparesThePostgresOfAnotherFolder() throws Exception {
        try (var other = DataFolder.claim(parent.resolve("other"));
                var database = DemoDatabase.start(other, progress::add)) {
            Files.createDirectories(folder.postgres());
            Files.copy(
                    other.postgres().resolve("postmaster.pid"),
                    folder.postgres().resolve("postmaster.pid"));

            DemoDatabase.leftover(folder.postgres()).stop(progress::add);

            assertThat(query(database.jdbcUrl(), "select 1")).isEqualTo("1");
        }
    }

    /** The embedded server locks its folder per process; a new process would not hold that lock. */
    private DataFolder folderReopened() throws IOException {
        Files.deleteIfExists(folder.postgres().resolve("epg-lock"));
        return folder;
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(folder.postgres().resolve("postmaster.pid")).get(0));
    }

    private static String query(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
