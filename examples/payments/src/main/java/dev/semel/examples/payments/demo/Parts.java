/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.servers.ServerException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of the demo; stopped in the reverse order of their start.
 *
 * <p>A part starts under the monitor, so a stop that comes meanwhile waits for it and then stops it too: no part is
 * left behind because it was not known yet. Safe for the main thread and the shutdown hook.
 */
final class Parts {

    private final Deque<Part> running = new ArrayDeque<>();
    private boolean stopped;

    /**
     * Starts a part and keeps it for {@link #stop}.
     *
     * @throws DemoException what the part throws, or if the demo is being stopped
     */
    synchronized <T extends AutoCloseable> T start(String name, Callable<T> starter) {
        if (stopped) {
            throw DemoException.refused("stopped before " + name + " was started");
        }
        try {
            var part = starter.call();
            running.push(new Part(name, part));
            return part;
        } catch (DemoException | ServerException e) {
            throw e;
        } catch (Exception e) {
            throw DemoException.failed("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Stops all parts; a failure is logged and the next one is stopped. Calling it again does nothing. */
    synchronized void stop() {
        stopped = true;
        while (!running.isEmpty()) {
            var part = running.pop();
            try {
                part.closeable().close();
            } catch (Exception | LinkageError e) {
                // A LinkageError: the jar was built anew under the running demo. The rest must stop all the same.
                log().warn("{} did not stop cleanly", part.name(), e);
            }
        }
    }

    void stopWithTheJvm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /** Not a constant: the first logger opens the log file, whose place is known only after the options are read. */
    private static Logger log() {
        return LoggerFactory.getLogger(Parts.class);
    }

    private record Part(String name, AutoCloseable closeable) {}
}
