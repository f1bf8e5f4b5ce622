/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A process that we have started, which ends in order. Safe for use by several threads. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;
    private static final int POLL_MILLIS = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final ServerFolder folder;
    private final @Nullable Thread hook;

    private ServerProcess(String name, Process process, Path log, ServerFolder folder) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.folder = folder;
        this.hook = folder.isTemporary() ? new Thread(this::stop, "stop-" + name) : null;
    }

    /** Starts it; what it says goes to the file {@code log} of the folder. */
    static ServerProcess launch(String name, ServerFolder folder, List<String> command) {
        Path log = folder.file("log");
        try {
            ServerProcess launched = new ServerProcess(
                    name,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    log,
                    folder);
            if (launched.hook != null) {
                Runtime.getRuntime().addShutdownHook(launched.hook);
            }
            return launched;
        } catch (IOException e) {
            throw new ServerException(name + " did not start: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new ServerException(name + " did not start: this process is ending", e);
        }
    }

    /** Returns when the server is ready; a server that is not is stopped. */
    void await(BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        CompletableFuture<Process> exit = process.onExit();
        while (!ready.getAsBoolean()) {
            if (isDone(exit) || System.nanoTime() > end) {
                String said = lastWords();
                String when = exit.isDone() ? "" : " within " + PATIENCE.toSeconds() + " s";
                stop();
                throw new ServerException(name + " did not start" + when + (said.isEmpty() ? "" : ": " + said), null);
            }
        }
    }

    private boolean isDone(CompletableFuture<Process> exit) {
        try {
            exit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new ServerException("interrupted while " + name + " was starting", e);
        }
    }

    private String lastWords() {
        try {
            // not every server writes UTF-8
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.stream()
                    .filter(line -> line.contains("ERROR") || line.contains("FATAL"))
                    .findFirst()
                    .or(() -> lines.stream().reduce((first, second) -> second))
                    .map(String::strip)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to end, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** Returns when the process is gone. */
    @Override
    public void close() {
        if (hook != null && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending, and the hook does the same
            }
        }
        stop();
    }

    private void stop() {
        boolean interrupted = false;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        folder.deleteIfTemporary();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
