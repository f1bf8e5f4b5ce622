/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.spi.IdempotencyStore;
import java.time.Duration;

/** The contract of a shared store that extends the wrong class; run by {@link BrokenStoresTest} alone. */
class TooModestContract extends IdempotencyStoreContract {
    private final MutableClock clock = new MutableClock();
    private final IdempotencyStore store = new ModelStore(new ModelTable(clock), null, true);

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }
}
