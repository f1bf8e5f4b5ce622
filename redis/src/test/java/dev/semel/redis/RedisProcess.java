/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real server with a folder of its own: the program of SEMEL_TEST_REDIS_SERVER, or the one that the jar of
 * embedded-redis brings. The store's user has the permissions of the README and no other.
 */
final class RedisProcess implements AutoCloseable {
    static final String USER = "semel";
    static final String PASSWORD = "of-the-store";
    static final String ADMIN_PASSWORD = "of-the-admin";

    /** All permissions of the README. */
    static final String ACL = String.join(
            " ",
            "~{semel:* ~{contract-*",
            "+ping +hello +info +eval +evalsha +time +hget +hmget +hset +set +del +pexpireat",
            "+config|get +wait +client|setname +client|getname +cluster|nodes +asking");

    private static final RedisClient ADMIN = admins();
    private static final String PROGRAM = program();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private Process process;
    private @Nullable StatefulRedisConnection<String, String> admin;

    private RedisProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /** A server that flushes each write, with more settings. */
    static RedisProcess start(String... settings) {
        return start(ACL, settings);
    }

    static RedisProcess start(String acl, List<String> settings) {
        return start(acl, settings.toArray(String[]::new));
    }

    private static RedisProcess start(String acl, String... settings) {
        int port = freePort();
        RedisProcess server = new RedisProcess(configured(port, acl, settings), port);
        server.awaitReady();
        return server;
    }

    /** A Sentinel that watches a master. */
    static RedisProcess startSentinel(RedisProcess master) {
        int port = freePort();
        Path folder = folder();
        List<String> lines = List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + folder,
                "sentinel monitor semel-master 127.0.0.1 " + master.port + " 1",
                "sentinel auth-user semel-master admin",
                "sentinel auth-pass semel-master " + ADMIN_PASSWORD,
                "sentinel down-after-milliseconds semel-master 500",
                "sentinel failover-timeout semel-master 3000");
        write(folder, lines);
        return new RedisProcess(folder, port, "--sentinel");
    }

    private RedisProcess(Path folder, int port, String option) {
        this.folder = folder;
        this.port = port;
        this.process = launch(option);
    }

    private static Path configured(int port, String acl, String... settings) {
        Path folder = folder();
        List<String> lines = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + folder,
                "save \"\"",
                "user default off",
                "user admin on >" + ADMIN_PASSWORD + " ~* &* +@all",
                "user " + USER + " on >" + PASSWORD + " resetchannels -@all " + acl,
                "masteruser admin",
                "masterauth " + ADMIN_PASSWORD,
                "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0",
                "appendonly yes",
                "appendfsync always"));
        lines.addAll(List.of(settings));
        write(folder, lines);
        return folder;
    }

    private static void write(Path folder, List<String> lines) {
        try {
            Files.write(folder.resolve("redis.conf"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("semel-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch(String... options) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, folder.resolve("redis.conf").toString()));
        command.addAll(List.of(options));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("The Redis server does not start.", e);
        }
    }

    int port() {
        return port;
    }

    /** As the store's user. */
    RedisURI uri() {
        return uri(port);
    }

    static RedisURI uri(int port) {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withAuthentication(USER, PASSWORD.toCharArray())
                .withTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Asks as the administrator. */
    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return question.apply(admin().sync());
    }

    /** Asks with keys and values of another type. */
    <K, T> T ask(RedisCodec<K, K> codec, Function<RedisCommands<K, K>, T> question) {
        try (StatefulRedisConnection<K, K> connection = ADMIN.connect(codec, adminUri())) {
            return question.apply(connection.sync());
        }
    }

    private synchronized StatefulRedisConnection<String, String> admin() {
        StatefulRedisConnection<String, String> known = admin;
        if (known == null || !known.isOpen()) {
            known = ADMIN.connect(adminUri());
            admin = known;
        }
        return known;
    }

    private RedisURI adminUri() {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withAuthentication("admin", ADMIN_PASSWORD.toCharArray())
                .withTimeout(Duration.ofSeconds(10))
                .build();
    }

    void awaitReady() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> ask(
                        commands -> commands.ping())
                .equals("PONG"));
    }

    void awaitKey(byte[] key) {
        Waits.until(() -> ask(ByteArrayCodec.INSTANCE, commands -> commands.exists(key)) == 1);
    }

    /** Nothing that is written from now on is on its way to a replica that cannot connect. */
    void dropReplicas() {
        ask(commands -> commands.clientKill(KillArgs.Builder.typeSlave()));
    }

    /** Until a Sentinel, which has no users, tells this of what it watches. */
    void awaitSentinel(String words) {
        RedisURI uri = RedisURI.create("127.0.0.1", port);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions().until(() -> {
            try (StatefulRedisSentinelConnection<String, String> connection = ADMIN.connectSentinel(uri)) {
                return connection.sync().info("sentinel").contains(words);
            }
        });
    }

    void awaitInfo(String line) {
        awaitInfo(info -> info.contains(line));
    }

    void awaitInfo(java.util.function.Predicate<String> there) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(() -> there.test(ask(commands -> commands.info())));
    }

    /** Without a last word. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the same data. */
    void restart() {
        process = launch();
        awaitReady();
    }

    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        kill();
        StatefulRedisConnection<String, String> known = admin;
        if (known != null) {
            known.close();
        }
    }

    /** Below those that the system gives to clients, and so that the Cluster's bus, 10000 above, is free too. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(11_000, 22_000);
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static RedisClient admins() {
        RedisClient client = RedisClient.create();
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        return client;
    }

    private static String program() {
        String given = System.getenv("SEMEL_TEST_REDIS_SERVER");
        try {
            File program = given != null
                    ? new File(given)
                    : ExecutableProvider.newJarResourceProvider().get();
            return program.getAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("The Redis server cannot be unpacked.", e);
        }
    }
}
