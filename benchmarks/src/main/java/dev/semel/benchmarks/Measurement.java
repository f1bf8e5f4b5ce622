/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A figure, measured once a round.
 *
 * @param id its number, such as P1
 * @param what is compared with what
 * @param goal the figure to reach
 * @param unit behind each value; empty for a ratio
 * @param values one for each round
 */
record Measurement(String id, String what, Goal goal, String unit, List<Double> values) {
    Measurement {
        values = List.copyOf(values);
    }

    /**
     * What is to be reached.
     *
     * @param bound the value
     * @param isFloor whether more is better
     */
    record Goal(double bound, boolean isFloor) {
        static Goal atLeast(double bound) {
            return new Goal(bound, true);
        }

        static Goal atMost(double bound) {
            return new Goal(bound, false);
        }

        boolean isReachedBy(double value) {
            return isFloor ? value >= bound : value <= bound;
        }

        @Override
        public String toString() {
            return (isFloor ? "≥ " : "≤ ") + number(bound);
        }
    }

    static Measurement ratio(String id, String what, Goal goal, Rates rates) {
        return new Measurement(id, what, goal, "", rates.ratios());
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    boolean reachesGoal() {
        return goal.isReachedBy(median());
    }

    /** For programs. */
    String line() {
        return "SEMEL_BENCH id=" + id + " median=" + number(median()) + " min=" + number(Collections.min(values))
                + " max="
                + number(Collections.max(values)) + " rounds=" + values.size() + " goal="
                + (goal.isFloor() ? ">=" : "<=")
                + number(goal.bound()) + " reached=" + reachesGoal() + " what=\"" + what + '"';
    }

    /** A row of a table of Markdown. */
    String row() {
        return "| " + id + " | " + what + " | " + goal + unit + " | **" + number(median()) + "**" + unit + " | "
                + number(Collections.min(values)) + " – " + number(Collections.max(values)) + " | "
                + (reachesGoal() ? "yes" : "no") + " |";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
