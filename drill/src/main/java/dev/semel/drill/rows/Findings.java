/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.Feature;
import dev.semel.drill.Row;
import dev.semel.drill.wire.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the scout found out about a service.
 *
 * @param missing what it has not, and why one thinks so
 * @param marker the field that marks its replays; empty if it marks none
 * @param oneCounter whether each node tells the count of all
 */
record Findings(Map<Feature, String> missing, Optional<String> marker, boolean oneCounter) {
    /** Names in the wild, with the value that means a replay. */
    private static final Map<String, Set<String>> MARKERS = Map.of(
            "Idempotency-Replayed", Set.of("true"),
            "Idempotent-Replayed", Set.of("true"),
            "Idempotency-Replay", Set.of("true", "omitted"),
            "Idempotent-Replay", Set.of("true"),
            "X-Idempotency-Replayed", Set.of("true"),
            "X-Idempotency-Status", Set.of("replayed"),
            "Idempotency-Status", Set.of("replayed"),
            "Request-Idempotency", Set.of("true"));

    static boolean isReplay(Answer answer) {
        return !markers(answer).isEmpty();
    }

    /** The fields of an answer that mark it as a replay. */
    static List<String> markers(Answer answer) {
        return answer.headers().stream()
                .filter(field -> MARKERS.entrySet().stream()
                        .anyMatch(marker -> marker.getKey().equalsIgnoreCase(field.getKey())
                                && marker.getValue().contains(field.getValue().toLowerCase(Locale.ROOT))))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a field is one of those that mark replays, whatever its value. */
    static boolean isMarkerName(String name) {
        return MARKERS.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    boolean has(Feature feature) {
        return !missing.containsKey(feature);
    }

    /** Why a row cannot be checked here; empty if it can. */
    Optional<String> obstacle(Row row) {
        return row.conditions().needs().stream()
                .filter(missing::containsKey)
                .sorted()
                .map(missing::get)
                .findFirst();
    }
}
