/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a drill found out.
 *
 * @param target which service
 * @param started when, by this machine's clock
 * @param took how long
 * @param results one for each row that was asked for, in the order of the catalogue
 * @param figures beside them; may be empty
 */
public record DrillReport(
        Target target, Instant started, Duration took, List<RowResult> results, List<Figures> figures) {
    /**
     * Copies.
     *
     * @param target as above
     * @param started as above
     * @param took as above
     * @param results as above
     * @param figures as above
     */
    public DrillReport {
        results = List.copyOf(results);
        figures = List.copyOf(figures);
    }

    /**
     * A report without figures.
     *
     * @param target as above
     * @param started as above
     * @param took as above
     * @param results as above
     */
    public DrillReport(Target target, Instant started, Duration took, List<RowResult> results) {
        this(target, started, took, results, List.of());
    }

    /**
     * How many rows have a verdict.
     *
     * @param word {@code pass}, {@code fail} or {@code n/a}
     * @return their number
     */
    public long count(String word) {
        return results.stream()
                .filter(result -> result.verdict().word().equals(word))
                .count();
    }

    /**
     * Whether no row of level M or S failed.
     *
     * @return true if so, even where nothing could be checked
     */
    public boolean isConformant() {
        return results.stream().noneMatch(RowResult::isBreach);
    }
}
