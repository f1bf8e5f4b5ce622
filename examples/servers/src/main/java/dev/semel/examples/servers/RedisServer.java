/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A Redis that flushes each write to its log before it answers, for this machine only. Closing it ends the process; it may
 * be closed twice.
 */
public final class RedisServer implements AutoCloseable {
    private static final String NAME = "Redis";
    private static final String SETTINGS = "redis.conf";
    private static final String PID = "redis.pid";

    private final int port;
    private final ServerProcess process;

    private RedisServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @param folder for its data; what a kept one has is loaded
     * @return the running server
     * @throws ServerException if it does not start
     */
    public static RedisServer start(ServerFolder folder) {
        RedisServer server = launch(folder, List.of());
        server.awaitReady();
        return server;
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
                NAME,
                folder.resolve(PID),
                "redis-server",
                List.of(folder.resolve(SETTINGS).toString()),
                List.of("-TERM", "-KILL"));
    }

    /** Without waiting for it. */
    static RedisServer launch(ServerFolder folder, List<String> more) {
        Path program = program();
        Path settings = folder.file(SETTINGS);
        Path pid = folder.file(PID);
        leftover(folder.path()).stop(notice -> {});
        int port = port(folder);
        List<String> lines = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir \"" + folder.path() + "\"",
                // So that its arguments stay what they are, by which a leftover one is known.
                "set-proc-title no",
                "pidfile \"" + pid + "\"",
                "save \"\"",
                "appendonly yes",
                "appendfsync always",
                "maxmemory-policy noeviction"));
        lines.addAll(more);
        try {
            Files.write(settings, lines);
        } catch (IOException e) {
            throw new ServerException("cannot write " + settings + ": " + e, e);
        }
        return new RedisServer(
                port, ServerProcess.launch(NAME, folder, List.of(program.toString(), settings.toString())));
    }

    /** The one of the last time, which others may have noted, as long as it is free. */
    private static int port(ServerFolder folder) {
        Path noted = folder.file("port");
        try {
            if (Files.exists(noted)) {
                int last = Integer.parseInt(Files.readString(noted).strip());
                if (LoopbackPort.isFree(last)) {
                    return last;
                }
            }
            int port = LoopbackPort.free();
            Files.writeString(noted, port + "\n");
            return port;
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerException("cannot use " + noted + ": " + e, e);
        }
    }

    private static Path program() {
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        if (resource == null || resource.endsWith(".exe")) {
            throw new ServerException("there is no program of Redis for this platform", null);
        }
        return Programs.resource(NAME, resource);
    }

    void awaitReady() {
        process.await(this::answers);
    }

    private boolean answers() {
        try {
            return RedisQuestion.ask(port, "PING").equals("PONG");
        } catch (IOException e) {
            // it does not listen yet, or is loading its data
            return false;
        }
    }

    /** Asks, and fails if the answer is an error. */
    String ask(String command) {
        try {
            return RedisQuestion.ask(port, command);
        } catch (IOException e) {
            throw new ServerException("Redis on port " + port + " fails at " + command + ": " + e.getMessage(), e);
        }
    }

    ServerProcess process() {
        return process;
    }

    /**
     * Where it listens.
     *
     * @return a port of the loopback
     */
    public int port() {
        return port;
    }

    /**
     * For clients.
     *
     * @return {@code redis://127.0.0.1:} and the port
     */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends the process; what a kept folder has stays. */
    @Override
    public void close() {
        process.close();
    }
}
