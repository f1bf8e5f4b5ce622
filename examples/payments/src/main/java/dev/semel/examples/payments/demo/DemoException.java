/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import org.jspecify.annotations.Nullable;

/** Something that stops the demo and that the user can mend; the message is one line that says how. */
public final class DemoException extends RuntimeException {

    private final int exitCode;

    private DemoException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The options as given cannot be met; nothing was started. */
    static DemoException refused(String message) {
        return new DemoException(2, message, null);
    }

    /** Something did not start. */
    static DemoException failed(String message, Throwable cause) {
        return new DemoException(1, message, cause);
    }

    /**
     * What the process ends with.
     *
     * @return 1 or 2
     */
    public int exitCode() {
        return exitCode;
    }
}
