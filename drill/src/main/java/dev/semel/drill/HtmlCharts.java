/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Charts in a page that needs nothing else: uPlot is part of the page, and each chart's figures stand below it as a table
 * for who runs no scripts.
 */
final class HtmlCharts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ROWS = 200;

    private HtmlCharts() {}

    static void write(List<Chart> charts, Writer out) throws IOException {
        if (charts.isEmpty()) {
            return;
        }
        out.write("<style>\n" + resource("uPlot.min.css") + ".u-legend { font-size: .85rem; }\n</style>\n");
        for (Chart chart : charts) {
            figure(chart, out);
        }
        out.write("<script>\n" + resource("uPlot.iife.min.js") + "\n</script>\n");
        out.write("<script>\n" + resource("draw.js") + "</script>\n");
    }

    private static void figure(Chart chart, Writer out) throws IOException {
        out.write("<h2>" + HtmlReport.escape(chart.title()) + "</h2>\n<figure data-chart>\n<div></div>\n");
        out.write("<script type=\"application/json\">" + json(chart) + "</script>\n");
        out.write("<details><summary>" + "The figures" + "</summary>\n");
        table(chart, out);
        out.write("</details>\n</figure>\n");
    }

    /** What a service sent may stand in a name, and must not end the script. */
    private static String json(Chart chart) {
        return JSON.writeValueAsString(chart)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e");
    }

    private static void table(Chart chart, Writer out) throws IOException {
        out.write("<table>\n<tr><th></th>");
        boolean bars = chart.kind() == Chart.Kind.BARS;
        for (String heading : bars ? chart.categories() : List.of("answers", "shortest", "median", "longest")) {
            out.write("<th>" + HtmlReport.escape(heading) + "</th>");
        }
        out.write("</tr>\n");
        for (Chart.Series series :
                chart.series().subList(0, Math.min(MOST_ROWS, chart.series().size()))) {
            out.write("<tr><th>" + HtmlReport.escape(series.name()) + "</th>");
            for (String figure : bars ? bars(chart, series) : summary(series)) {
                out.write("<td>" + figure + "</td>");
            }
            out.write("</tr>\n");
        }
        out.write("</table>\n");
    }

    private static List<String> bars(Chart chart, Chart.Series series) {
        return IntStream.range(0, chart.categories().size())
                .mapToObj(category -> {
                    int at = series.x().indexOf((double) category);
                    return at < 0 ? "" : number(series.y().get(at));
                })
                .toList();
    }

    private static List<String> summary(Chart.Series series) {
        List<Double> sorted = series.y().stream().sorted().toList();
        return sorted.isEmpty()
                ? List.of("0", "", "", "")
                : List.of(
                        String.valueOf(sorted.size()),
                        number(sorted.get(0)),
                        number(sorted.get(sorted.size() / 2)),
                        number(sorted.get(sorted.size() - 1)));
    }

    private static String number(double figure) {
        return figure == Math.rint(figure) && Math.abs(figure) < 1e15
                ? String.format(Locale.ROOT, "%.0f", figure)
                : String.format(Locale.ROOT, "%.1f", figure);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlCharts.class.getResourceAsStream("/dev/semel/drill/charts/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
