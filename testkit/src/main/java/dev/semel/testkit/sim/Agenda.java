/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** What is to happen, by time; what is to happen at the same time happens in random order. */
final class Agenda {
    private final PriorityQueue<Item> items = new PriorityQueue<>(64);
    private final SplittableRandom random;
    private long now;
    private int added;

    Agenda(SplittableRandom random) {
        this.random = random;
    }

    private record Item(long time, int tiebreak, int number, Runnable action) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            if (time != other.time) {
                return Long.compare(time, other.time);
            }
            return tiebreak != other.tiebreak
                    ? Integer.compare(tiebreak, other.tiebreak)
                    : Integer.compare(number, other.number);
        }
    }

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        items.add(new Item(Math.max(time, now), random.nextInt(), added++, action));
    }

    /** Does the next thing; false if there is none. */
    boolean step() {
        Item next = items.poll();
        if (next == null) {
            return false;
        }
        now = next.time();
        next.action().run();
        return true;
    }
}
