/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.Level;
import java.io.IOException;

/**
 * One drill.
 *
 * @param title what it demands, in one sentence
 * @param level how binding it is
 * @param course what is done
 */
record Exercise(String title, Level level, Course course) {
    /** What is done in a drill. */
    @FunctionalInterface
    interface Course {
        /**
         * Sends, and demands.
         *
         * @throws dev.semel.drill.rows.Finding if a demand is not met
         */
        void run(Scene scene) throws IOException, InterruptedException;
    }
}
