/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.page.Cell;
import dev.semel.drill.page.Chart;
import dev.semel.drill.page.Page;
import dev.semel.drill.page.Tone;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** One page: which endpoints took effect twice, and when. */
final class ReplayHtml {
    private static final int MOST_BARS = 40;

    private ReplayHtml() {}

    static void write(ReplayReport report, Writer out) throws IOException {
        Page page = Page.open("Semel replay to " + report.target(), out)
                .text(report.course().started().truncatedTo(ChronoUnit.SECONDS).toString())
                .text(ReplayText.summary(report))
                .heading("Endpoints")
                .table(
                        List.of("Endpoint", "Verdict", "Mutations", "Duplicates"),
                        report.endpoints().stream().map(ReplayHtml::cells).toList());
        if (!report.endpoints().isEmpty()) {
            page.chart(bars(report)).chart(timeline(report));
        }
        page.end();
    }

    private static List<Cell> cells(EndpointResult result) {
        return List.of(
                Cell.of(result.endpoint().toString()).withDetail(String.join("; ", result.examples())),
                Cell.of(result.effect().text(), tone(result.effect())),
                Cell.of(String.valueOf(result.mutations())),
                Cell.of(ReplayText.ways(result)));
    }

    private static Chart bars(ReplayReport report) {
        List<EndpointResult> shown =
                report.endpoints().stream().limit(MOST_BARS).toList();
        return new Chart.Bars(
                shown.size() < report.endpoints().size()
                        ? "The first " + MOST_BARS + " endpoints, by keys"
                        : "Endpoints, by keys",
                shown.stream().map(result -> result.endpoint().toString()).toList(),
                Arrays.stream(Effect.values())
                        .map(effect -> new Chart.Series(
                                effect.text(),
                                tone(effect),
                                shown.stream()
                                        .map(result -> count(result, effect))
                                        .toList()))
                        .toList());
    }

    private static long count(EndpointResult result, Effect effect) {
        return result.ways().values().stream()
                .mapToLong(way -> way.counts().getOrDefault(effect, 0L))
                .sum();
    }

    private static Chart timeline(ReplayReport report) {
        return new Chart.Scatter(
                "Keys over time",
                "seconds since the begin",
                "milliseconds for all requests of a key",
                Arrays.stream(Effect.values())
                        .map(effect -> new Chart.Dots(
                                effect.text(),
                                tone(effect),
                                report.rest().moments().stream()
                                        .filter(moment -> moment.effect() == effect)
                                        .map(moment -> new Chart.Dot(moment.seconds(), moment.millis(), moment.what()))
                                        .toList()))
                        .toList());
    }

    private static Tone tone(Effect effect) {
        if (effect == Effect.TWICE) {
            return Tone.FAIL;
        }
        if (effect == Effect.PROTECTED) {
            return Tone.PASS;
        }
        return effect == Effect.UNKNOWN ? Tone.WARN : Tone.NONE;
    }
}
