/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts in how many places of the histories seen so far each situation occurred. Not safe for use by many threads. */
public final class Situations {
    private final Map<Situation, Long> counts = new EnumMap<>(Situation.class);

    /** Begins with none. */
    public Situations() {}

    void hit(Situation situation) {
        counts.merge(situation, 1L, Long::sum);
    }

    void add(Situations others) {
        others.counts.forEach((situation, count) -> counts.merge(situation, count, Long::sum));
    }

    /**
     * How often a situation occurred.
     *
     * @param situation which
     * @return how often
     */
    public long count(Situation situation) {
        return counts.getOrDefault(situation, 0L);
    }

    /**
     * The situations that occurred too rarely.
     *
     * @param least how often each should
     * @return those that did not, in the order of their declaration
     */
    public List<Situation> rarerThan(long least) {
        List<Situation> rare = new ArrayList<>();
        for (Situation situation : Situation.values()) {
            if (count(situation) < least) {
                rare.add(situation);
            }
        }
        return rare;
    }

    /** Name and count of each, separated by blanks. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Situation situation : Situation.values()) {
            text.append(situation).append('=').append(count(situation)).append(' ');
        }
        return text.toString().trim();
    }
}
