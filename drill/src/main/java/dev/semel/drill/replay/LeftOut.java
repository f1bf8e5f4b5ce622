/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.List;

/**
 * What is not replayed.
 *
 * @param reasons each of them, and how often
 */
public record LeftOut(List<Reason> reasons) {
    /**
     * Why something is not replayed.
     *
     * @param text one line
     * @param count how often
     * @param first the first place, such as {@code line 3}
     */
    public record Reason(String text, long count, String first) {
        @Override
        public String toString() {
            return count + " not replayed: " + text + " (first: " + first + ")";
        }
    }

    /**
     * Copies.
     *
     * @param reasons as above
     */
    public LeftOut {
        reasons = List.copyOf(reasons);
    }

    /**
     * How many there are.
     *
     * @return their number
     */
    public long total() {
        return reasons.stream().mapToLong(Reason::count).sum();
    }
}
