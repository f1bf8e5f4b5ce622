/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first answer to each recorded key, so that a duplicate in the recording is held against it. It remembers the last
 * keys only, as the recording may have any number. Safe for several threads.
 */
final class FirstAnswers {
    private static final int MOST_KEYS = 50_000;

    private final Map<String, First> firsts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, First> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private record First(String request, Trace trace) {}

    /** What was seen of one mutation. */
    record Seen(List<Trace> traces, OptionalLong counted) {}

    synchronized Finding judge(Optional<String> key, Request request, Seen seen) {
        Finding alone = Finding.of(seen.traces(), seen.counted());
        Optional<Trace> success =
                seen.traces().stream().filter(Trace::isSuccess).findFirst();
        if (key.isEmpty() || (success.isEmpty() && !firsts.containsKey(key.get()))) {
            return alone;
        }
        String same = request.method()
                + ' '
                + request.path()
                + ' '
                + Arrays.hashCode(request.content().bytes());
        First first = firsts.get(key.get());
        if (first == null) {
            firsts.put(key.get(), new First(same, success.orElseThrow()));
            return alone;
        }
        if (!first.request().equals(same)) {
            // the recorded client reused its key for something else
            return alone;
        }
        List<Trace> all = new ArrayList<>(List.of(first.trace()));
        all.addAll(seen.traces());
        // the first one took effect before this was counted
        OptionalLong counted = seen.counted().isPresent()
                ? OptionalLong.of(Math.abs(seen.counted().getAsLong()) + 1)
                : OptionalLong.empty();
        return Finding.of(all, counted);
    }
}
