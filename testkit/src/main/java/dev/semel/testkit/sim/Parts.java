/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;

/** What a world is made of. Tests put in parts that are broken on purpose, to see the checker find them. */
class Parts {
    static final Parts SOUND = new Parts();

    RowStore rows(SimulatedClock clock) {
        return new RowStore(new CellRules(), clock);
    }

    IdempotencyStore store(Profile profile, SimulatedClock clock) {
        boolean memory =
                profile.policy().memoryStore() && profile.policy().terms().mode() == Mode.LEASED;
        return memory ? new InMemoryIdempotencyStore(clock) : rows(clock);
    }

    SimulatedCall call(Worker worker, HistoryEvent.Who who, SimulatedCall.Caller caller) {
        return new SimulatedCall(worker, who, caller);
    }
}
