/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import dev.semel.drill.rows.RowRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** Sends the rows of the catalogue to a service and says which hold. It may be run again on the same service. */
public final class Drill {
    private Drill() {}

    /**
     * Drills, and returns when all rows have a verdict or the time is up.
     *
     * @param plan what to drill
     * @param progress hears of each row
     * @return the findings
     * @throws DrillException if nothing answers at the target
     * @throws InterruptedException if the thread is interrupted; no further request is sent
     */
    public static DrillReport run(DrillPlan plan, Progress progress) throws InterruptedException {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(progress, "progress");
        Instant started = InstantSource.system().instant();
        long nanos = System.nanoTime();
        List<RowResult> results = RowRun.of(plan, progress);
        return new DrillReport(plan.target(), started, Duration.ofNanos(System.nanoTime() - nanos), results);
    }

    /**
     * Drills in silence.
     *
     * @param plan what to drill
     * @return the findings
     * @throws DrillException if nothing answers at the target
     * @throws InterruptedException if the thread is interrupted; no further request is sent
     */
    public static DrillReport run(DrillPlan plan) throws InterruptedException {
        return run(plan, (result, done, all) -> {});
    }
}
