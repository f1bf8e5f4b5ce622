/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.embedded.core.ExecutableProvider;

/**
 * Where a server keeps its settings and data.
 *
 * @param folder of its own
 * @param port where it listens, on the loopback
 */
record ServerFolder(Path folder, int port) {
    static final String USER = "semel";
    static final String PASSWORD = "of-the-store";
    static final String ADMIN_PASSWORD = "of-the-admin";

    /** All permissions of the README, for the namespaces of the tests. */
    static final String ACL = String.join(
            " ",
            "~{semel:* ~{contract-*",
            "+ping +hello +info +eval +evalsha +time +hget +hmget +hset +set +del +pexpireat",
            "+config|get +wait +client|setname +client|getname +cluster|nodes +asking");

    /** Those, and what the README adds for wake-ups. */
    static final String ACL_WITH_WAKE_UPS = ACL + " &semel:wake-up +publish +subscribe";

    private static final String PROGRAM = program();

    /** Of a server that flushes each write, with an administrator and the store's user. */
    static ServerFolder ofServer(String acl, List<String> settings) {
        List<String> lines = new ArrayList<>(List.of(
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
        lines.addAll(settings);
        return written(lines);
    }

    /** Of a Sentinel. */
    static ServerFolder ofSentinel(int master) {
        return written(List.of(
                "sentinel monitor semel-master 127.0.0.1 " + master + " 1",
                "sentinel auth-user semel-master admin",
                "sentinel auth-pass semel-master " + ADMIN_PASSWORD,
                "sentinel down-after-milliseconds semel-master 500",
                "sentinel failover-timeout semel-master 3000"));
    }

    private static ServerFolder written(List<String> lines) {
        try {
            ServerFolder made = new ServerFolder(Files.createTempDirectory("semel-redis"), freePort());
            List<String> all = new ArrayList<>(List.of("port " + made.port, "bind 127.0.0.1", "dir " + made.folder));
            all.addAll(lines);
            Files.write(made.settings(), all);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path settings() {
        return folder.resolve("redis.conf");
    }

    /** Ends with this JVM at the latest. */
    Process launch(String... options) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, settings().toString()));
        command.addAll(List.of(options));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("The Redis server does not start.", e);
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
