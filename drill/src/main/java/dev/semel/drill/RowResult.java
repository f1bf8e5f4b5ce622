/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.time.Duration;

/**
 * What a drill found out about a row.
 *
 * @param row which
 * @param verdict the finding
 * @param took how long its check took; zero where there was none
 */
public record RowResult(Row row, Verdict verdict, Duration took) {
    /**
     * Whether this alone fails the drill.
     *
     * @return true for a failed row of level M or S
     */
    public boolean isBreach() {
        return row.isBinding() && verdict instanceof Verdict.Failed;
    }
}
