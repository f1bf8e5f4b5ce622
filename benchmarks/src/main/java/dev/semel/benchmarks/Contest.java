/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sides that take turns on one machine, A B A B, so that what slows the machine down slows each of them. One round before
 * the first that counts warms all of them up.
 */
final class Contest {
    private final Extent extent;
    private final Map<String, Side> sides = new LinkedHashMap<>();

    Contest(Extent extent) {
        this.extent = extent;
    }

    Contest side(String name, Side side) {
        sides.put(name, side);
        return this;
    }

    /** The rates of each side, one for each round, in calls a second. */
    Map<String, List<Double>> run(Progress progress) throws InterruptedException {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        try (Load load = new Load(extent)) {
            for (int round = 0; round <= extent.rounds(); round++) {
                for (Map.Entry<String, Side> side : sides.entrySet()) {
                    progress.tell(round, extent.rounds(), side.getKey());
                    double rate = load.rate(side.getValue());
                    if (round > 0) {
                        rates.computeIfAbsent(side.getKey(), name -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
        }
        return rates;
    }

    /** What is being measured, for whoever waits. */
    @FunctionalInterface
    interface Progress {
        /** Round 0 warms up. */
        void tell(int round, int rounds, String side);
    }
}
