/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** The page that shows what was measured, between two marks. */
final class PerformancePage {
    private static final String BEGIN = "<!-- measured by ./semel bench -->";
    private static final String END = "<!-- end of what was measured -->";

    private PerformancePage() {}

    static void renew(Path page, List<Measurement> measured, Extent extent) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new BenchException(page + " has no lines " + BEGIN + " and " + END + " to write between");
        }
        Files.writeString(
                page, text.substring(0, begin) + BEGIN + "\n" + table(measured, extent) + text.substring(end));
    }

    static String table(List<Measurement> measured, Extent extent) {
        return measured.stream()
                .map(Measurement::row)
                .collect(Collectors.joining(
                        "\n",
                        "\n| figure | what | goal | median | min – max | reached |\n|---|---|---|---|---|---|\n",
                        "\n\n" + circumstances(extent) + "\n\n"));
    }

    private static String circumstances(Extent extent) {
        return "Measured on " + LocalDate.now(java.time.ZoneOffset.UTC) + ", " + extent.rounds() + " rounds of "
                + extent.slice().toSeconds() + " s a side, "
                + Runtime.getRuntime().availableProcessors() + " processors, Java " + System.getProperty("java.version")
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ".";
    }
}
