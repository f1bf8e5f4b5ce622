/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.util.List;
import java.util.Objects;

/**
 * Figures that a report shows, drawn as a chart where the format has charts.
 *
 * @param title what is shown
 * @param kind how
 * @param categories the names under the bars; empty for points
 * @param series the figures
 */
public record Figures(String title, Kind kind, List<String> categories, List<Series> series) {
    /** How figures are shown. */
    public enum Kind {
        /** A bar for each category and series. */
        BARS,
        /** A point for each x and y. */
        POINTS
    }

    /**
     * Figures that belong together.
     *
     * @param name what they are, with the unit
     * @param x positions of points; for bars the numbers of their categories, from 0
     * @param y the figures, as many as positions
     */
    public record Series(String name, List<Double> x, List<Double> y) {
        /**
         * Copies and checks.
         *
         * @param name as above
         * @param x as above
         * @param y as above
         * @throws IllegalArgumentException if there are not as many of one as of the other
         */
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            if (x.size() != y.size()) {
                throw new IllegalArgumentException(
                        "A series has a figure for each position; got " + x.size() + " and " + y.size() + ".");
            }
        }
    }

    /**
     * Copies.
     *
     * @param title as above
     * @param kind as above
     * @param categories as above
     * @param series as above
     */
    public Figures {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        categories = List.copyOf(categories);
        series = List.copyOf(series);
    }
}
