/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** A bar on the error stream, which is there while the drill runs; none where nobody looks. */
final class ProgressBar implements AutoCloseable {
    /** Set by the launcher, which can tell whether the error stream is a terminal. */
    private static final String SWITCH = "SEMEL_PROGRESS";

    private static final int WIDTH = 40;

    private final @Nullable PrintStream stream;

    private ProgressBar(@Nullable PrintStream stream) {
        this.stream = stream;
    }

    static ProgressBar onTerminal() {
        return new ProgressBar("bar".equals(System.getenv(SWITCH)) ? System.err : null);
    }

    void show(int done, int all) {
        if (stream != null) {
            int full = WIDTH * done / Math.max(all, 1);
            stream.print("\r[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + done + "/" + all);
            stream.flush();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (stream != null) {
            stream.print("\r" + " ".repeat(WIDTH + 12) + "\r");
            stream.flush();
        }
    }
}
