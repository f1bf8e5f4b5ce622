/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.util.List;

/** Numbers that a page draws; without JavaScript they are read as a table. */
public sealed interface Chart {
    /**
     * What it shows.
     *
     * @return one line
     */
    String title();

    /**
     * A bar for each label, made of one part for each series.
     *
     * @param title as above
     * @param labels what the bars stand for, from top to bottom
     * @param series the parts, from left to right
     */
    record Bars(String title, List<String> labels, List<Series> series) implements Chart {
        /**
         * Copies and checks.
         *
         * @param title as above
         * @param labels as above
         * @param series as above
         * @throws IllegalArgumentException if a series has not one value for each label
         */
        public Bars {
            labels = List.copyOf(labels);
            series = List.copyOf(series);
            for (Series each : series) {
                if (each.values().size() != labels.size()) {
                    throw new IllegalArgumentException("series " + each.name() + " has "
                            + each.values().size() + " values for " + labels.size() + " labels");
                }
            }
        }
    }

    /**
     * The parts of all bars that mean the same.
     *
     * @param name for the legend
     * @param tone its colour
     * @param values one for each label
     */
    record Series(String name, Tone tone, List<Long> values) {
        /**
         * Copies.
         *
         * @param name as above
         * @param tone as above
         * @param values as above
         */
        public Series {
            values = List.copyOf(values);
        }
    }

    /**
     * A dot for each of many measurements; with time along the bottom it is a timeline.
     *
     * @param title as above
     * @param across what is told from left to right, with its unit
     * @param upwards what is told from bottom to top, with its unit
     * @param groups the dots that mean the same
     */
    record Scatter(String title, String across, String upwards, List<Dots> groups) implements Chart {
        /**
         * Copies.
         *
         * @param title as above
         * @param across as above
         * @param upwards as above
         * @param groups as above
         */
        public Scatter {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Dots of one kind.
     *
     * @param name for the legend
     * @param tone their colour
     * @param dots where they are
     */
    record Dots(String name, Tone tone, List<Dot> dots) {
        /**
         * Copies.
         *
         * @param name as above
         * @param tone as above
         * @param dots as above
         */
        public Dots {
            dots = List.copyOf(dots);
        }
    }

    /**
     * One measurement.
     *
     * @param x from left to right
     * @param y from bottom to top
     * @param label what it is
     */
    record Dot(double x, double y, String label) {
        /**
         * Checks.
         *
         * @param x as above
         * @param y as above
         * @param label as above
         * @throws IllegalArgumentException if a number is not finite, which JSON cannot tell
         */
        public Dot {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("a dot at " + x + ", " + y);
            }
        }
    }
}
