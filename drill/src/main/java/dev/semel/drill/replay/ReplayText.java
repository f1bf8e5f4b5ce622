/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A few lines an endpoint, and a summary. */
final class ReplayText {
    private ReplayText() {}

    static void write(ReplayReport report, Writer out) throws IOException {
        for (EndpointResult result : report.endpoints()) {
            out.write(String.format(
                    "%-17s  %s%n",
                    result.effect().text(), HeaderLines.shown(result.endpoint().toString())));
            out.write("    " + ways(result) + "\n");
            for (String example : result.examples()) {
                out.write("    " + HeaderLines.shown(example) + "\n");
            }
        }
        out.write("\n" + summary(report) + "\n");
    }

    static String ways(EndpointResult result) {
        return result.ways().entrySet().stream()
                .sorted((a, b) -> a.getKey().compareTo(b.getKey()))
                .map(way -> way.getKey().word() + ": " + way.getValue())
                .collect(Collectors.joining("; "));
    }

    /** How many endpoints have which verdict, and what was not replayed. */
    static String summary(ReplayReport report) {
        String counts = Arrays.stream(Effect.values())
                .map(effect -> report.with(effect).size() + " " + effect.text())
                .collect(Collectors.joining(", "));
        String left = report.rest().leftOut().reasons().stream()
                .map(reason -> "\n" + reason)
                .collect(Collectors.joining());
        String twice = report.with(Effect.TWICE).stream()
                .map(result -> HeaderLines.shown(result.endpoint().toString()))
                .collect(Collectors.joining(", "));
        return String.format(
                        Locale.ROOT,
                        "%s: %d endpoints: %s, in %.1f s",
                        report.target(),
                        report.endpoints().size(),
                        counts,
                        report.course().took().toMillis() / 1000.0)
                + left
                + (report.course().serverGone() ? "\nthe server has gone; the replay is not complete" : "")
                + (twice.isEmpty() ? "\nno endpoint was seen to take effect twice" : "\ntook effect twice: " + twice);
    }
}
