/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was found out about an endpoint.
 *
 * @param endpoint which
 * @param mutations how many of it were replayed
 * @param ways what was found for each way to duplicate that was tried
 * @param examples up to three lines that show why; may be empty
 */
public record EndpointResult(Endpoint endpoint, long mutations, Map<Duplicate, Way> ways, List<String> examples) {
    /**
     * What one way to duplicate brought to light.
     *
     * @param counts how many mutations had which effect
     */
    public record Way(Map<Effect, Long> counts) {
        /**
         * Copies.
         *
         * @param counts as above
         */
        public Way {
            counts = Map.copyOf(counts);
        }

        /**
         * The worst of all.
         *
         * @return the verdict
         */
        public Effect effect() {
            return counts.keySet().stream().min(Effect::compareTo).orElse(Effect.REFUSED);
        }

        @Override
        public String toString() {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(each -> each.getValue() + " " + each.getKey().text())
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * When an answer to a mutation came.
     *
     * @param seconds since the replay began
     * @param millis how long it and its duplicates took
     * @param effect what was said
     * @param what endpoint and place
     */
    public record Moment(double seconds, double millis, Effect effect, String what) {}

    /**
     * Copies.
     *
     * @param endpoint as above
     * @param mutations as above
     * @param ways as above
     * @param examples as above
     */
    public EndpointResult {
        ways = Map.copyOf(ways);
        examples = List.copyOf(examples);
    }

    static EndpointResult of(
            Endpoint endpoint,
            long mutations,
            Map<Duplicate, Map<Effect, Long>> counts,
            Map<Effect, List<String>> examples) {
        Map<Duplicate, Way> ways = new EnumMap<>(Duplicate.class);
        counts.forEach((duplicate, effects) -> ways.put(duplicate, new Way(effects)));
        EndpointResult bare = new EndpointResult(endpoint, mutations, ways, List.of());
        return new EndpointResult(endpoint, mutations, ways, examples.getOrDefault(bare.effect(), List.of()));
    }

    /**
     * The worst of all ways: an endpoint is protected only where each way that was not refused is.
     *
     * @return the verdict
     */
    public Effect effect() {
        return ways.values().stream().map(Way::effect).min(Effect::compareTo).orElse(Effect.REFUSED);
    }
}
