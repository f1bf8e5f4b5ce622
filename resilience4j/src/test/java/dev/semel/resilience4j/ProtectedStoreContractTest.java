/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.IdempotencyStoreContract;
import dev.semel.testkit.MutableClock;
import java.time.Duration;

/** A protected store is the store that it protects. */
class ProtectedStoreContractTest extends IdempotencyStoreContract {
    private final MutableClock clock = new MutableClock();
    private final IdempotencyStore store = StoreProtection.standard()
            .withTimeout(Duration.ofSeconds(30), 64)
            .around(new InMemoryIdempotencyStore(clock));

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
