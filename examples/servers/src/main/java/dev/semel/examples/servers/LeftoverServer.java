/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Stops the server that a killed JVM left running on its files.
 *
 * <p>A JVM that dies by {@code kill -9} leaves the server behind, and the server's file names its process. After a crash of
 * the machine the same file may name a process that is gone, or, numbers being reused, a stranger. So the process is
 * touched only if it runs the right program with the arguments that name our files; else the file is stale and is removed.
 * The caller keeps others from starting one meanwhile.
 *
 * @param name of the server, for the user
 * @param pidFile whose first line names the process
 * @param program the file name of its program
 * @param arguments that no server on other files has, in this order
 * @param signals to send, each if the one before did not help within {@value #SECONDS} s, such as {@code -TERM}
 */
public record LeftoverServer(String name, Path pidFile, String program, List<String> arguments, List<String> signals) {
    private static final int SECONDS = 20;

    /**
     * Copies the lists.
     *
     * @param name as above
     * @param pidFile as above
     * @param program as above
     * @param arguments as above
     * @param signals as above
     */
    public LeftoverServer {
        arguments = List.copyOf(arguments);
        signals = List.copyOf(signals);
    }

    /**
     * Returns when no such server runs.
     *
     * @param notice is told once if there was one to stop
     * @throws ServerException if it does not stop
     */
    public void stop(Consumer<String> notice) {
        try {
            Optional<ProcessHandle> server = server();
            if (server.isPresent()) {
                notice.accept("stopping the " + name + " that an earlier run left behind (pid "
                        + server.get().pid() + ") …");
                shutDown(server.get());
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new ServerException("cannot read " + pidFile + ": " + e, e);
        }
    }

    private void shutDown(ProcessHandle server) throws IOException {
        for (String signal : signals) {
            send(signal, server);
            if (isGoneInTime(server)) {
                return;
            }
        }
        throw new ServerException(name + " does not stop; end process " + server.pid(), null);
    }

    private Optional<ProcessHandle> server() throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return ProcessHandle.of(
                            Long.parseLong(lines.isEmpty() ? "" : lines.get(0).strip()))
                    .filter(this::isOurs);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A dead process that nobody has waited for still has a number, but no arguments any more. */
    private boolean isOurs(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.command().filter(command -> command.endsWith("/" + program)).isPresent()
                && Collections.indexOfSubList(List.of(info.arguments().orElse(new String[0])), arguments) >= 0;
    }

    private boolean isGoneInTime(ProcessHandle server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (isOurs(server)) {
            if (System.nanoTime() > end) {
                return false;
            }
            waitBriefly(server);
        }
        return true;
    }

    private void waitBriefly(ProcessHandle server) {
        try {
            server.onExit().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // still there; the caller looks again
        } catch (ExecutionException e) {
            throw new ServerException("cannot wait for process " + server.pid(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Java itself sends SIGTERM only, on which PostgreSQL waits for its clients without end. */
    private void send(String signal, ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private ServerException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ServerException("interrupted while " + name + " was stopping", cause);
    }
}
