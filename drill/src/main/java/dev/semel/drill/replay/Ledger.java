/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers findings by endpoint; bounded, however many endpoints a recording seems to have. Safe for several threads. */
final class Ledger {
    static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_EXAMPLES = 3;
    private static final int MOST_MOMENTS = 2000;
    private static final Endpoint OTHERS = new Endpoint("*", "(other endpoints)");

    private final Map<Endpoint, Page> pages = new LinkedHashMap<>();
    private final Map<String, LeftOut.Reason> left = new LinkedHashMap<>();
    private final List<EndpointResult.Moment> moments = new ArrayList<>();

    private static final class Page {
        private final Map<Duplicate, Map<Effect, Long>> counts = new EnumMap<>(Duplicate.class);
        private final Map<Effect, List<String>> examples = new EnumMap<>(Effect.class);
        private long mutations;
    }

    /** Notes a mutation, and tells how many its endpoint had before. */
    synchronized long began(Endpoint endpoint) {
        return page(endpoint).mutations++;
    }

    private Page page(Endpoint endpoint) {
        boolean full = pages.size() >= MOST_ENDPOINTS && !pages.containsKey(endpoint);
        return pages.computeIfAbsent(full ? OTHERS : endpoint, key -> new Page());
    }

    synchronized void found(Endpoint endpoint, Duplicate duplicate, String place, Finding finding) {
        Page page = page(endpoint);
        page.counts
                .computeIfAbsent(duplicate, key -> new EnumMap<>(Effect.class))
                .merge(finding.effect(), 1L, Long::sum);
        List<String> examples = page.examples.computeIfAbsent(finding.effect(), key -> new ArrayList<>());
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(place + ", " + duplicate.word() + ": " + finding.reason());
        }
    }

    synchronized void moment(EndpointResult.Moment moment) {
        if (moments.size() < MOST_MOMENTS) {
            moments.add(moment);
        }
    }

    synchronized void left(String place, String reason) {
        left.merge(
                reason,
                new LeftOut.Reason(reason, 1, place),
                (old, more) -> new LeftOut.Reason(reason, old.count() + 1, old.first()));
    }

    synchronized int endpoints() {
        return pages.size();
    }

    synchronized LeftOut leftOut() {
        return new LeftOut(List.copyOf(left.values()));
    }

    synchronized List<EndpointResult.Moment> moments() {
        return List.copyOf(moments);
    }

    synchronized List<EndpointResult> results() {
        List<EndpointResult> results = new ArrayList<>();
        pages.forEach((endpoint, page) -> {
            if (!page.counts.isEmpty()) {
                results.add(EndpointResult.of(endpoint, page.mutations, page.counts, page.examples));
            }
        });
        results.sort((a, b) -> a.effect() != b.effect()
                ? a.effect().compareTo(b.effect())
                : a.endpoint().compareTo(b.endpoint()));
        return results;
    }
}
