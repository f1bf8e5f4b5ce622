/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import dev.semel.drill.page.Cell;
import dev.semel.drill.page.Chart;
import dev.semel.drill.page.Page;
import dev.semel.drill.page.Tone;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One page that needs nothing beside itself: how the verdicts are spread, and each row. */
final class HtmlReport {
    private static final List<String> COLUMNS = List.of("Row", "Level", "Verdict", "What", "Source");

    private HtmlReport() {}

    static void write(DrillReport report, Writer out) throws IOException {
        Map<String, List<RowResult>> groups = by(report, result -> result.row().group(), LinkedHashMap::new);
        Map<String, List<RowResult>> levels =
                by(report, HtmlReport::level, () -> new TreeMap<>(Comparator.comparing(Level::valueOf)));
        Page page = Page.open("Semel drill of " + report.target(), out)
                .text(report.started().truncatedTo(ChronoUnit.SECONDS).toString())
                .text(TextReport.summary(report))
                .chart(verdicts("Verdicts by group", groups))
                .chart(verdicts("Verdicts by level", levels));
        for (Map.Entry<String, List<RowResult>> group : groups.entrySet()) {
            page.heading(group.getKey())
                    .table(
                            COLUMNS,
                            group.getValue().stream().map(HtmlReport::cells).toList());
        }
        for (Figures figures : report.figures()) {
            page.chart(HtmlFigures.of(figures));
        }
        page.end();
    }

    /** That of the default behaviour, which a drill tries. */
    private static String level(RowResult result) {
        return result.row().meaning().levels().get(0).name();
    }

    private static Map<String, List<RowResult>> by(
            DrillReport report, Function<RowResult, String> key, Supplier<Map<String, List<RowResult>>> kind) {
        return report.results().stream().collect(Collectors.groupingBy(key, kind, Collectors.toList()));
    }

    private static Chart verdicts(String title, Map<String, List<RowResult>> parts) {
        return new Chart.Bars(
                title,
                List.copyOf(parts.keySet()),
                List.of(
                        new Chart.Series("passed", Tone.PASS, counts("pass", parts)),
                        new Chart.Series("failed", Tone.FAIL, counts("fail", parts)),
                        new Chart.Series("not applicable", Tone.NONE, counts("n/a", parts))));
    }

    private static List<Long> counts(String word, Map<String, List<RowResult>> parts) {
        return parts.values().stream()
                .map(results -> results.stream()
                        .filter(result -> result.verdict().word().equals(word))
                        .count())
                .toList();
    }

    private static List<Cell> cells(RowResult result) {
        Row row = result.row();
        Tone tone = result.verdict().fold(passed -> Tone.PASS, failed -> Tone.FAIL, notApplicable -> Tone.NONE);
        return List.of(
                Cell.of(row.number()),
                Cell.of(row.levelText()),
                Cell.of(result.verdict().word(), tone),
                Cell.of(row.meaning().title()).withDetail(result.verdict().detail()),
                Cell.of(row.meaning().source()));
    }
}
