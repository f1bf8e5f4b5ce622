/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Two sides' rates, in calls a second.
 *
 * @param bare of the one that is compared with, by round
 * @param guarded of the other in the same rounds
 */
record Rates(List<Double> bare, List<Double> guarded) {
    static Rates of(Map<String, List<Double>> rates, String bare, String guarded) {
        return new Rates(Objects.requireNonNull(rates.get(bare)), Objects.requireNonNull(rates.get(guarded)));
    }

    List<Double> ratios() {
        return IntStream.range(0, bare.size())
                .mapToObj(round -> guarded.get(round) / bare.get(round))
                .toList();
    }
}
