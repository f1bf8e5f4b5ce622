/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.servers.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with all that the demo keeps: the servers' files, the provider's ledger, the logs.
 *
 * <p>A marker file says that the folder is ours. Without it only an absent or empty folder is taken, so that a mistyped
 * {@code --data} cannot litter, and {@code --reset} cannot empty, a folder of the user. The lock file is held for as long
 * as the demo runs; the operating system frees it when the process dies.
 */
final class DataFolder implements AutoCloseable {

    private static final String MARKER = ".semel-demo";
    private static final String LOCK = "lock";
    private static final List<String> CLEARED = Stream.concat(
                    Stream.of("postgres.ready", "postgres.log", "ledger.jsonl", "service.log", "provider.log"),
                    Arrays.stream(DemoStore.values()).map(DemoStore::word))
            .toList();

    private final Path path;
    private final @Nullable FileChannel lock;

    private DataFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it if need be, without keeping others out.
     *
     * @throws DemoException if it holds things of others, or cannot be made
     */
    static DataFolder share(Path wanted) {
        return new DataFolder(prepare(wanted), null);
    }

    /**
     * Takes the folder for this process alone until {@link #close}.
     *
     * @throws DemoException also if another demo holds it
     */
    static DataFolder claim(Path wanted) {
        var path = prepare(wanted);
        try {
            var channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DataFolder(path, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw DemoException.failed(
                    "cannot lock the folder " + path + " (" + e + "); choose another with --data", e);
        }
        throw DemoException.refused("another demo is running on " + path
                + "; stop it, or give this one its own --data, --port and --provider-port; a second"
                + " service shares what the first has with --service-only, --jdbc-url and, for records in Redis,"
                + " --redis-url");
    }

    /** Deletes the data, not the folder. No server may be running on it. */
    void clear() {
        requireUnusedLedger();
        for (var name : CLEARED) {
            FileTree.delete(path.resolve(name));
        }
    }

    /**
     * Refuses while a provider runs alone on this folder: it would go on without its ledger, and charge again after a
     * restart.
     *
     * @throws DemoException (2) if so
     */
    void requireUnusedLedger() {
        if (!Files.exists(ledger())) {
            return;
        }
        try (var channel = FileChannel.open(ledger(), StandardOpenOption.WRITE)) {
            if (tryLock(channel) == null) {
                throw DemoException.refused("a provider is running on " + path + "; stop it before --reset");
            }
        } catch (IOException e) {
            throw DemoException.failed("cannot look at " + ledger() + ": " + e, e);
        }
    }

    /** The files of the server that a store has to itself. */
    Path server(DemoStore store) {
        return path.resolve(store.word());
    }

    Path postgres() {
        return server(DemoStore.POSTGRES);
    }

    /** Exists once PostgreSQL's files are complete. */
    Path postgresReady() {
        return path.resolve("postgres.ready");
    }

    Path postgresLog() {
        return path.resolve("postgres.log");
    }

    /** Where PostgreSQL's programs are unpacked. */
    Path postgresPrograms() {
        return path.resolve("postgres-programs");
    }

    Path ledger() {
        return path.resolve("ledger.jsonl");
    }

    Path log(String name) {
        return path.resolve(name + ".log");
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    private static Path prepare(Path wanted) {
        try {
            if (Files.exists(wanted) && !Files.isDirectory(wanted)) {
                throw DemoException.refused("--data " + wanted + " is not a folder");
            }
            Files.createDirectories(wanted);
            // One spelling of the path, so that the servers' command lines can be compared with it.
            var path = wanted.toRealPath();
            if (!Files.exists(path.resolve(MARKER))) {
                requireEmpty(path);
                Files.writeString(path.resolve(MARKER), "Data of ./semel demo. --reset clears it.\n");
            }
            return path;
        } catch (IOException e) {
            throw DemoException.failed(
                    "cannot use the folder " + wanted + " (" + e + "); choose another with --data", e);
        }
    }

    private static void requireEmpty(Path path) throws IOException {
        try (var files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw DemoException.refused(
                        "--data " + path + " is not empty and was not made by the demo; choose another folder");
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
