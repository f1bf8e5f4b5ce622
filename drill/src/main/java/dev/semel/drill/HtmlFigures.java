/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import dev.semel.drill.page.Chart;
import dev.semel.drill.page.Chart.Bars;
import dev.semel.drill.page.Chart.Dot;
import dev.semel.drill.page.Chart.Dots;
import dev.semel.drill.page.Chart.Scatter;
import dev.semel.drill.page.Chart.Series;
import dev.semel.drill.page.Tone;
import java.util.List;
import java.util.stream.IntStream;

/** A report's figures as charts of a page. */
final class HtmlFigures {
    /** Expected beside seen: the second is what the first is compared with. */
    private static final List<Tone> TONES = List.of(Tone.NONE, Tone.PLAIN);

    private HtmlFigures() {}

    static Chart of(Figures figures) {
        return switch (figures.kind()) {
            case BARS -> bars(figures);
            case POINTS -> points(figures);
        };
    }

    private static Bars bars(Figures figures) {
        return new Bars(
                figures.title(),
                figures.categories(),
                IntStream.range(0, figures.series().size())
                        .mapToObj(i -> series(figures, figures.series().get(i), TONES.get(Math.min(i, 1))))
                        .toList());
    }

    private static Series series(Figures figures, Figures.Series series, Tone tone) {
        List<Long> values = IntStream.range(0, figures.categories().size())
                .mapToObj(category -> {
                    int at = series.x().indexOf((double) category);
                    return at < 0 ? 0L : Math.round(series.y().get(at));
                })
                .toList();
        return new Series(series.name(), tone, values);
    }

    private static Scatter points(Figures figures) {
        return new Scatter(
                figures.title(),
                "seconds since the begin",
                "ms",
                figures.series().stream().map(HtmlFigures::dots).toList());
    }

    private static Dots dots(Figures.Series series) {
        List<Dot> dots = IntStream.range(0, series.x().size())
                .mapToObj(i -> new Dot(series.x().get(i), series.y().get(i), series.name()))
                .toList();
        return new Dots(series.name(), Tone.PLAIN, dots);
    }
}
