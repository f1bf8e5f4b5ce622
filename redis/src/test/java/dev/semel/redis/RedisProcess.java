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
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A real server: the program of SEMEL_TEST_REDIS_SERVER, or the one that the jar of embedded-redis brings. The store's
 * user has the permissions of the README and no other.
 */
final class RedisProcess implements AutoCloseable {
    private static final RedisClient ADMIN = admins();

    private final ServerFolder folder;
    private Process process;
    private @Nullable StatefulRedisConnection<String, String> admin;

    private RedisProcess(ServerFolder folder, String... options) {
        this.folder = folder;
        this.process = folder.launch(options);
    }

    /** A server that flushes each write, with more settings. */
    static RedisProcess start(String... settings) {
        return startFor(ServerFolder.ACL, settings);
    }

    /** The same with other permissions of the store's user. */
    static RedisProcess startFor(String acl, String... settings) {
        RedisProcess server = new RedisProcess(ServerFolder.ofServer(acl, List.of(settings)));
        server.awaitReady();
        return server;
    }

    /** A replica that has what the master has. */
    static RedisProcess startReplica(RedisProcess master) {
        RedisProcess replica = start("replicaof 127.0.0.1 " + master.port());
        replica.awaitInfo("master_link_status:up");
        return replica;
    }

    /** A Sentinel that watches a master and knows its replica. */
    static RedisProcess startSentinel(RedisProcess master) {
        RedisProcess sentinel = new RedisProcess(ServerFolder.ofSentinel(master.port()), "--sentinel");
        RedisURI uri = RedisURI.create("127.0.0.1", sentinel.port());
        waiting().ignoreExceptions().until(() -> {
            try (StatefulRedisSentinelConnection<String, String> connection = ADMIN.connectSentinel(uri)) {
                return connection.sync().info("sentinel").contains("slaves=1");
            }
        });
        return sentinel;
    }

    int port() {
        return folder.port();
    }

    /** As the store's user. */
    RedisURI uri() {
        return uri(port());
    }

    static RedisURI uri(int port) {
        return uri(port, ServerFolder.USER, ServerFolder.PASSWORD);
    }

    static RedisURI uri(int port, String user, String password) {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withAuthentication(user, password.toCharArray())
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
        return uri(port(), "admin", ServerFolder.ADMIN_PASSWORD);
    }

    private void awaitReady() {
        waiting().ignoreExceptions().until(() -> ask(commands -> commands.ping())
                .equals("PONG"));
    }

    void awaitKey(byte[] key) {
        waiting().until(() -> ask(ByteArrayCodec.INSTANCE, commands -> commands.exists(key)) == 1);
    }

    void awaitInfo(String line) {
        awaitInfo(info -> info.contains(line));
    }

    private void awaitInfo(Predicate<String> there) {
        waiting()
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(() -> there.test(ask(commands -> commands.info())));
    }

    private static ConditionFactory waiting() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
    }

    /** Nothing that is written from now on is on its way to a replica that cannot connect. */
    void dropReplicas() {
        ask(commands -> commands.clientKill(KillArgs.Builder.typeSlave()));
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
        process = folder.launch();
        awaitReady();
    }

    /** It answers nothing until it is resumed. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        StatefulRedisConnection<String, String> known = admin;
        if (known != null) {
            known.close();
        }
    }

    private static RedisClient admins() {
        RedisClient client = RedisClient.create();
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        return client;
    }
}
