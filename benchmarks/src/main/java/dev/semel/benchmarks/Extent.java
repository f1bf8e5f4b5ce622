/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param threads how many do the work at once
 * @param slice how long one side has the machine at a time
 * @param rounds how often each side has it
 */
record Extent(int threads, Duration slice, int rounds) {
    Extent withThreads(int other) {
        return new Extent(other, slice, rounds);
    }
}
