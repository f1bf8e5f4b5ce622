/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersIT {
    @TempDir
    private Path parent;

    @Test
    void redisFlushesEachWriteAndLeavesNothing() throws Exception {
        ServerFolder folder = ServerFolder.temporary();
        RedisServer server = RedisServer.start(folder);
        assertThat(server.ask("INFO persistence")).contains("aof_enabled:1");
        assertThat(server.url()).isEqualTo("redis://127.0.0.1:" + server.port());
        long pid = server.process().pid();

        server.close();
        server.close();

        assertGone(pid);
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void redisKeepsItsDataInAKeptFolderAndStopsTheOneThatAKilledProcessLeft() throws Exception {
        ServerFolder folder = ServerFolder.kept(parent.resolve("red is"));
        RedisServer leftBehind = RedisServer.start(folder);
        leftBehind.ask("SET kept 7");
        long pid = leftBehind.process().pid();

        try (RedisServer server = RedisServer.start(folder)) {
            assertGone(pid);
            assertThat(server.ask("GET kept")).isEqualTo("7");
        }
        leftBehind.close();
    }

    @Test
    void aServerThatDoesNotStartSaysWhyInOneLine() throws Exception {
        ServerFolder folder = ServerFolder.kept(parent.resolve("redis"));
        Files.createDirectory(folder.file("appendonly.aof"));

        assertThatThrownBy(() -> RedisServer.start(folder))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("Redis did not start: ")
                .hasMessageContaining("append");
    }

    @Test
    void aClusterHasThreeMastersWithAReplicaEachAndComesBackWithItsData() {
        ServerFolder folder = ServerFolder.kept(parent.resolve("cluster"));
        List<Long> pids;
        try (RedisCluster cluster = RedisCluster.start(folder)) {
            assertThat(cluster.nodes().get(5).ask("CLUSTER NODES"))
                    .satisfies(
                            nodes -> assertThat(nodes.split("[ ,]master ", -1)).hasSize(4))
                    .satisfies(
                            nodes -> assertThat(nodes.split("[ ,]slave ", -1)).hasSize(4));
            assertThat(cluster.url().split(",", -1)).hasSize(6);
            cluster.nodes().get(2).ask("SET foo 7");
            pids = cluster.nodes().stream().map(node -> node.process().pid()).toList();
        }
        assertThat(pids).allSatisfy(ServersIT::assertGone);
        try (RedisCluster cluster = RedisCluster.start(folder)) {
            assertThat(cluster.nodes().get(2).ask("GET foo")).isEqualTo("7");
        }
    }

    @Test
    void mariaDbFlushesAndKeepsItsDataInAKeptFolder() throws Exception {
        ServerFolder folder = ServerFolder.kept(parent.resolve("maria db"));
        long pid;
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            assertThat(query(server.url(), "select @@innodb_flush_log_at_trx_commit"))
                    .isEqualTo("1");
            execute(server.url(), "create table kept as select 7 as n");
            pid = server.pid();
        }
        assertGone(pid);
        MariaDbServer leftBehind = MariaDbServer.start(folder);
        pid = leftBehind.pid();
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            assertGone(pid);
            assertThat(query(server.url(), "select n from kept")).isEqualTo("7");
        }
        leftBehind.close();
    }

    @Test
    void h2IsReachedFromOutsideAndKeepsItsDataInAFile() throws Exception {
        try (H2Server server = H2Server.inFile(parent.resolve("h2"))) {
            execute(server.url(), "create table kept as select 7 as n");
        }
        try (H2Server server = H2Server.inFile(parent.resolve("h2"));
                H2Server other = H2Server.inMemory()) {
            assertThat(query(server.url(), "select n from kept")).isEqualTo("7");
            assertThatThrownBy(() -> query(other.url(), "select n from kept")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void sparesAStrangerWhoseNumberStandsInAStaleFile() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Path file = Files.writeString(parent.resolve("pid"), stranger.pid() + "\n");

            new LeftoverServer("Redis", file, "redis-server", List.of(), List.of("-KILL")).stop(notice -> {});

            assertThat(stranger.isAlive()).isTrue();
            assertThat(file).doesNotExist();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    private static void assertGone(long pid) {
        assertThat(ProcessHandle.of(pid).flatMap(process -> process.info().command()))
                .isEmpty();
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
