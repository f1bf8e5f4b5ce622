/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

/** How a report is written. */
public enum ReportFormat {
    /** One line a row, and a summary. */
    TEXT,
    /** One object for programs; its members are stable. */
    JSON,
    /** The XML that build servers read: failed rows are failures, those not applicable are skipped. */
    JUNIT,
    /** One self-contained page with a chart. */
    HTML;

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
        switch (this) {
            case TEXT -> TextReport.write(report, out);
            case JSON -> JsonReport.write(report, out);
            case JUNIT -> JunitReport.write(report, out);
            case HTML -> HtmlReport.write(report, out);
        }
        out.flush();
    }
}
