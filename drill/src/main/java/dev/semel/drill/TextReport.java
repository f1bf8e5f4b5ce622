/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** One line a row, and a summary. */
final class TextReport {
    private TextReport() {}

    static void write(DrillReport report, Writer out) throws IOException {
        String group = "";
        for (RowResult result : report.results()) {
            if (!result.row().group().equals(group)) {
                group = result.row().group();
                out.write((group.isEmpty() ? "" : "\n") + group + "\n");
            }
            out.write(line(result) + "\n");
        }
        out.write("\n" + summary(report) + "\n");
    }

    private static String line(RowResult result) {
        // a service shall not move the cursor of a terminal
        String detail = result.verdict().detail().replaceAll("\\p{Cntrl}", ".");
        return String.format(
                "%-4s  %4s  %-5s  %s (%s)%s",
                result.verdict().word(),
                result.row().number(),
                result.row().levelText(),
                result.row().meaning().title(),
                result.row().meaning().source(),
                detail.isEmpty() ? "" : " [" + detail + "]");
    }

    /** The last lines: how many rows, and which failures count. */
    static String summary(DrillReport report) {
        List<String> breaches = report.results().stream()
                .filter(RowResult::isBreach)
                .map(result -> result.row().number())
                .toList();
        String counts = String.format(
                Locale.ROOT,
                "%s: %d passed, %d failed, %d not applicable, in %.1f s",
                report.target(),
                report.count("pass"),
                report.count("fail"),
                report.count("n/a"),
                report.took().toMillis() / 1000.0);
        String nothing = report.count("pass") + report.count("fail") == 0 ? "\nnothing could be checked" : "";
        String verdict = breaches.isEmpty()
                ? "no row of level M or S failed"
                : "failed rows of level M or S: " + String.join(", ", breaches);
        return counts + nothing + "\n" + verdict;
    }
}
