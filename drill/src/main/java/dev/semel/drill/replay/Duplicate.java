/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.List;
import java.util.Locale;

/** How a request is sent more than once, always with one key and equal bytes. */
public enum Duplicate {
    /** Again, after its answer came. */
    RETRY(2),
    /** Twice at the same time, and once more after both answers. */
    PARALLEL(3),
    /** The client hangs up after its last byte, and sends again twice, one after the other. */
    CUT(3);

    private final int requests;

    Duplicate(int requests) {
        this.requests = requests;
    }

    /** How many requests that makes, at least. */
    int requests() {
        return requests;
    }

    /** An endpoint's first mutation is sent in each way, with a key for each; later ones take turns. */
    static List<Duplicate> of(long before) {
        return before == 0 ? List.of(values()) : List.of(values()[(int) (before % values().length)]);
    }

    /**
     * For reports.
     *
     * @return one word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
