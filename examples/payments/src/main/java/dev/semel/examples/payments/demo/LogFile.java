/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.nio.file.Path;

/** Tells logback.xml where to write. */
final class LogFile {

    private LogFile() {}

    /** Must come before the first logger is asked for: that opens the file. */
    static void use(Path file) {
        System.setProperty("semel.log.file", file.toString());
    }
}
