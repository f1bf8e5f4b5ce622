/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

/** How a report is written. */
public enum ReportFormat {
    /** One line a row, and a summary. */
    TEXT;

    /**
     * Writes a report and flushes.
     *
     * @param report the findings
     * @param out where to; stays open
     * @throws IOException if it cannot be written
     */
    public void write(DrillReport report, Writer out) throws IOException {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(out, "out");
        TextReport.write(report, out);
        out.flush();
    }
}
