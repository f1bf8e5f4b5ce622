/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.util.List;

/** A figure, or several that are measured together. */
interface Figure {
    /** The numbers of what it measures, such as P1. */
    String id();

    /**
     * Measures.
     *
     * @param extent how long
     * @param progress hears what is being done
     * @throws InterruptedException if the thread is to stop
     */
    List<Measurement> measure(Extent extent, Contest.Progress progress) throws InterruptedException;
}
