/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import java.time.Duration;

/** A faulty store without faults is as good as the one behind it. */
class FaultlessStoreTest extends IdempotencyStoreContract {
    private final MutableClock clock = new MutableClock();
    private final IdempotencyStore store = new FaultyStore(new InMemoryIdempotencyStore(clock));

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }

    @Override
    protected boolean canTurnBack() {
        return true;
    }
}
