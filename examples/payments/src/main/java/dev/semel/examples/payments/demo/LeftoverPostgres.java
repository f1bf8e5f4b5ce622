/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Stops the PostgreSQL that a killed demo left running on its files.
 *
 * <p>A JVM that dies by {@code kill -9} leaves the server behind, and the server's {@code postmaster.pid} names it. After
 * a crash of the machine the same file may name a process that is gone, or, numbers being reused, a stranger. So the
 * process is touched only if it runs a program called {@code postgres} with {@code -D} and our folder; else the file is
 * stale and is removed, as PostgreSQL would refuse to start beside it. The caller holds the demo's lock, so no server
 * is starting meanwhile.
 */
final class LeftoverPostgres {

    private static final int FAST_SHUTDOWN_SECONDS = 30;
    private static final int IMMEDIATE_SHUTDOWN_SECONDS = 10;

    private final Path files;
    private final Path pidFile;

    LeftoverPostgres(Path files) {
        this.files = files;
        this.pidFile = files.resolve("postmaster.pid");
    }

    /**
     * Returns when no PostgreSQL runs on the files.
     *
     * @param notice is told once if there was one to stop
     * @throws DemoException if it does not stop
     */
    void stop(Consumer<String> notice) {
        try {
            var server = server();
            if (server.isPresent()) {
                var pid = server.get().pid();
                notice.accept("stopping the PostgreSQL that an earlier demo left running (pid " + pid + ") …");
                shutDown(server.get());
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw DemoException.failed("cannot read " + pidFile + ": " + e, e);
        }
    }

    private void shutDown(ProcessHandle server) throws IOException {
        signal("-INT", server);
        if (isGoneWithin(FAST_SHUTDOWN_SECONDS, server)) {
            return;
        }
        signal("-QUIT", server);
        if (!isGoneWithin(IMMEDIATE_SHUTDOWN_SECONDS, server)) {
            throw DemoException.refused("PostgreSQL on " + files + " does not stop; end process " + server.pid());
        }
    }

    private Optional<ProcessHandle> server() throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return ProcessHandle.of(
                            Long.parseLong(lines.isEmpty() ? "" : lines.get(0).strip()))
                    .filter(this::isOurServer);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A dead process that nobody has waited for still has a number, but no arguments any more. */
    private boolean isOurServer(ProcessHandle process) {
        var info = process.info();
        var isPostgres =
                info.command().filter(command -> command.endsWith("/postgres")).isPresent();
        var arguments = Arrays.asList(info.arguments().orElse(new String[0]));
        int option = arguments.indexOf("-D");
        return isPostgres
                && option >= 0
                && option + 1 < arguments.size()
                && Path.of(arguments.get(option + 1)).equals(files);
    }

    private boolean isGoneWithin(int seconds, ProcessHandle server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (isOurServer(server)) {
            if (System.nanoTime() > end) {
                return false;
            }
            waitBriefly(server);
        }
        return true;
    }

    private static void waitBriefly(ProcessHandle server) {
        try {
            server.onExit().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // still there; the caller looks again
        } catch (ExecutionException e) {
            throw DemoException.failed("cannot wait for process " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DemoException.failed("interrupted while PostgreSQL was stopping", e);
        }
    }

    /** Java itself sends SIGTERM only, on which PostgreSQL waits for its clients without end. */
    private static void signal(String name, ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DemoException.failed("interrupted while PostgreSQL was stopping", e);
        }
    }
}
