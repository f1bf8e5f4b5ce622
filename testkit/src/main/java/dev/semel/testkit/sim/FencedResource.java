/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.testkit.sim.HistoryEvent.Kind;

/** A resource outside that takes an effect unless it has seen a higher fence of the cell. */
final class FencedResource {
    private final long[] highest;

    FencedResource(int cells) {
        this.highest = new long[cells];
    }

    void apply(Journal journal, long fence, long run) {
        int cell = journal.who().cell();
        if (fence < highest[cell]) {
            journal.log(Kind.FENCED_REFUSED, fence, run);
            return;
        }
        highest[cell] = fence;
        journal.log(Kind.FENCED_EFFECT, fence, run);
    }
}
