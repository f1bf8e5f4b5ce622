/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One page that needs nothing beside itself: no script, no font, no other host. */
final class HtmlReport {
    private static final int BAR = 480;
    private static final int LINE = 24;
    private static final int LABEL = 280;
    private static final List<String> WORDS = List.of("pass", "fail", "n/a");

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Semel drill</title>
            <style>
            :root { --text: #1c2127; --page: #ffffff; --soft: #59636e; --line: #d4d9df;
              --pass: #1a7f37; --fail: #cf222e; --none: #9aa4af; }
            @media (prefers-color-scheme: dark) {
              :root { --text: #e6eaef; --page: #12161b; --soft: #9aa4af; --line: #343b44;
                --pass: #3fb950; --fail: #ff6b66; --none: #5d6772; } }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
              max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            svg { max-width: 100%; height: auto; } svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
            td:nth-child(4) { overflow-wrap: anywhere; } td:last-child { color: var(--soft); font-size: .85rem; }
            .pass { color: var(--pass); fill: var(--pass); font-weight: 600; }
            .fail { color: var(--fail); fill: var(--fail); font-weight: 600; }
            .none { color: var(--soft); fill: var(--none); }
            .detail { color: var(--soft); display: block; } .nowrap { white-space: nowrap; }
            </style>
            </head>
            <body>
            """;

    private HtmlReport() {}

    static void write(DrillReport report, Writer out) throws IOException {
        Map<String, List<RowResult>> groups = report.results().stream()
                .collect(
                        Collectors.groupingBy(result -> result.row().group(), LinkedHashMap::new, Collectors.toList()));
        out.write(HEAD);
        out.write("<h1>Drill of " + escape(report.target().toString()) + "</h1>\n<p>"
                + escape(report.started().truncatedTo(ChronoUnit.SECONDS).toString()) + "</p>\n<p>"
                + escape(TextReport.summary(report)).replace("\n", "<br>\n") + "</p>\n");
        chart(groups, out);
        for (Map.Entry<String, List<RowResult>> group : groups.entrySet()) {
            table(group.getKey(), group.getValue(), out);
        }
        HtmlCharts.write(report.charts(), out);
        out.write("</body>\n</html>\n");
    }

    /** A bar a group, as wide as its rows are many. */
    private static void chart(Map<String, List<RowResult>> groups, Writer out) throws IOException {
        int most = groups.values().stream().mapToInt(List::size).max().orElse(1);
        out.write(String.format(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"Verdicts by group\">%n",
                LABEL + BAR + 130, LINE * groups.size(), LABEL + BAR + 130));
        int line = 0;
        for (Map.Entry<String, List<RowResult>> group : groups.entrySet()) {
            int y = LINE * line++;
            out.write("<text x=\"0\" y=\"" + (y + 16) + "\">" + escape(group.getKey()) + "</text>\n");
            double x = LABEL;
            for (String word : WORDS) {
                double width = BAR * (double) count(group.getValue(), word) / most;
                out.write(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                        style(word),
                        x,
                        y + 3,
                        width,
                        LINE - 8));
                x += width;
            }
            out.write(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%d · %d · %d</text>%n",
                    x + 8,
                    y + 16,
                    count(group.getValue(), "pass"),
                    count(group.getValue(), "fail"),
                    count(group.getValue(), "n/a")));
        }
        out.write("</svg>\n<p><span class=\"pass\">passed</span> · <span class=\"fail\">failed</span>"
                + " · <span class=\"none\">not applicable</span></p>\n");
    }

    private static long count(List<RowResult> results, String word) {
        return results.stream()
                .filter(result -> result.verdict().word().equals(word))
                .count();
    }

    private static void table(String group, List<RowResult> results, Writer out) throws IOException {
        out.write("<h2>" + escape(group) + "</h2>\n<table>\n<thead><tr><th>Row</th><th>Level</th><th>Verdict</th>"
                + "<th>What</th><th>Source</th></tr></thead>\n<tbody>\n");
        for (RowResult result : results) {
            String detail = result.verdict().detail();
            out.write("<tr><td>" + escape(result.row().number()) + "</td><td class=\"nowrap\">"
                    + escape(result.row().levelText()) + "</td><td class=\"nowrap "
                    + style(result.verdict().word()) + "\">" + result.verdict().word() + "</td><td>"
                    + escape(result.row().meaning().title())
                    + (detail.isEmpty() ? "" : "<span class=\"detail\">" + escape(detail) + "</span>")
                    + "</td><td>" + escape(result.row().meaning().source()) + "</td></tr>\n");
        }
        out.write("</tbody>\n</table>\n");
    }

    private static String style(String word) {
        return word.equals("n/a") ? "none" : word;
    }

    static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", ".")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
