/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.Figures;
import dev.semel.drill.Row;
import java.util.ArrayList;
import java.util.List;

/** What the drills counted and timed. */
final class Measures {
    private final List<String> drills = new ArrayList<>();
    private final List<Double> places = new ArrayList<>();
    private final List<Double> expected = new ArrayList<>();
    private final List<Double> seen = new ArrayList<>();
    private final List<Figures.Series> times = new ArrayList<>();

    void add(Row row, Scene scene) {
        places.add((double) drills.size());
        drills.add(row.number());
        expected.add((double) scene.expected());
        seen.add((double) scene.seen());
        List<Scene.Sample> samples = scene.samples();
        if (!samples.isEmpty()) {
            times.add(new Figures.Series(
                    row.number() + ", ms",
                    samples.stream().map(Scene.Sample::atSeconds).toList(),
                    samples.stream().map(Scene.Sample::millis).toList()));
        }
    }

    /** Whether the first drill, which expects effects, saw none. */
    boolean standsStill() {
        return expected.size() == 1 && expected.get(0) > 0 && seen.get(0) == 0;
    }

    List<Figures> figures() {
        return List.of(
                new Figures(
                        "Effects by drill",
                        Figures.Kind.BARS,
                        drills,
                        List.of(
                                new Figures.Series("expected", places, expected),
                                new Figures.Series("seen", places, seen))),
                new Figures("How long each answer took", Figures.Kind.POINTS, List.of(), times));
    }
}
