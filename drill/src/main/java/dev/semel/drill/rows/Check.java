/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import java.io.IOException;

/** Tries one row; it returns if the service does as the row demands, and throws a {@link Finding} if not. */
@FunctionalInterface
interface Check {
    void run(Trial trial) throws IOException, InterruptedException;
}
