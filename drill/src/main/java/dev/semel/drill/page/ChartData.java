/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A chart's numbers: for the script as JSON, for readers as a table. */
final class ChartData {
    /** More than this nobody reads, and the page would be slow. */
    static final int MOST_ROWS = 500;

    private static final JsonMapper JSON = new JsonMapper();

    private ChartData() {}

    /** As JSON that can stand inside a script element: nothing in it ends that, or begins a comment. */
    static String json(Chart chart) {
        // in JSON these characters stand in strings only, where the escapes mean the same
        return JSON.writeValueAsString(members(chart))
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static Map<String, Object> members(Chart chart) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (chart instanceof Chart.Bars bars) {
            members.put("kind", "bars");
            members.put("labels", bars.labels());
            members.put("series", bars.series().stream().map(ChartData::series).toList());
        } else if (chart instanceof Chart.Scatter scatter) {
            members.put("kind", "scatter");
            members.put("across", scatter.across());
            members.put("upwards", scatter.upwards());
            members.put("series", scatter.groups().stream().map(ChartData::dots).toList());
        } else {
            throw new AssertionError(chart);
        }
        return members;
    }

    private static Map<String, Object> series(Chart.Series series) {
        return Map.of("name", series.name(), "tone", series.tone().style(), "values", series.values());
    }

    private static Map<String, Object> dots(Chart.Dots dots) {
        return Map.of(
                "name",
                dots.name(),
                "tone",
                dots.tone().style(),
                "values",
                dots.dots().stream()
                        .map(dot -> Map.of("x", dot.x(), "y", dot.y(), "label", dot.label()))
                        .toList());
    }

    static List<String> columns(Chart chart) {
        if (chart instanceof Chart.Bars bars) {
            return Stream.concat(Stream.of(""), bars.series().stream().map(Chart.Series::name))
                    .toList();
        }
        if (chart instanceof Chart.Scatter scatter) {
            return List.of(scatter.across(), scatter.upwards(), "", "what");
        }
        throw new AssertionError(chart);
    }

    static List<List<Cell>> rows(Chart chart) {
        if (chart instanceof Chart.Bars bars) {
            return barRows(bars);
        }
        if (chart instanceof Chart.Scatter scatter) {
            return dotRows(scatter);
        }
        throw new AssertionError(chart);
    }

    private static List<List<Cell>> barRows(Chart.Bars bars) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < bars.labels().size(); i++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(bars.labels().get(i))));
            for (Chart.Series series : bars.series()) {
                long value = series.values().get(i);
                row.add(Cell.of(String.valueOf(value), value == 0 ? Tone.NONE : series.tone()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<Cell>> dotRows(Chart.Scatter scatter) {
        List<List<Cell>> rows = new ArrayList<>();
        int all = 0;
        for (Chart.Dots group : scatter.groups()) {
            all += group.dots().size();
            group.dots().stream()
                    .limit(MOST_ROWS - rows.size())
                    .map(dot -> List.of(
                            Cell.of(number(dot.x())),
                            Cell.of(number(dot.y())),
                            Cell.of(group.name(), group.tone()),
                            Cell.of(dot.label())))
                    .forEach(rows::add);
        }
        if (all > rows.size()) {
            rows.add(List.of(Cell.of("and " + (all - rows.size()) + " more")));
        }
        return rows;
    }

    /** Three digits after the point, where there are any. */
    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
