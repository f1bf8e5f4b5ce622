/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong in more than a decision on a row. */
final class BrokenStore {
    private BrokenStore() {}

    static RowStore fenceRestartingAfterPurge(SimulatedClock clock) {
        BrokenRules.RestartingFence rules = new BrokenRules.RestartingFence();
        return new RowStore(rules, clock) {
            @Override
            public int purge(int limit) {
                int purged = super.purge(limit);
                if (purged > 0) {
                    rules.restart();
                }
                return purged;
            }
        };
    }

    /** Acknowledges before it has flushed: a crash takes the last writes with it. */
    static RowStore answerBeforeDurable(SimulatedClock clock) {
        return new RowStore(new CellRules(), clock) {
            private final Deque<Undo> unflushed = new ArrayDeque<>();

            @Override
            void put(CellId cellId, Row row) {
                unflushed.addLast(new Undo(cellId, committed(cellId), now()));
                super.put(cellId, row);
            }

            @Override
            void crash() {
                super.crash();
                while (!unflushed.isEmpty() && now() - unflushed.getLast().at() < 100) {
                    Undo undo = unflushed.removeLast();
                    restore(undo.cellId(), undo.before());
                }
            }
        };
    }

    private record Undo(CellId cellId, @Nullable Row before, long at) {}
}
