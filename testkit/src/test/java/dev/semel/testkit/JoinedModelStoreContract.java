/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.spi.JoinedIdempotencyStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The contract of a model store that joins transactions, which {@link BrokenJoinedStoresTest} breaks. */
class JoinedModelStoreContract extends JoinedIdempotencyStoreContract {
    private static @Nullable JoinedBug planted;

    private final MutableClock clock = new MutableClock();
    private final JoinedModel model = new JoinedModel(clock, planted);
    private final JoinedIdempotencyStore store = new JoinedModelStore(model);

    static void plant(@Nullable JoinedBug bug) {
        planted = bug;
    }

    @Override
    protected JoinedIdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }

    @Override
    protected void insertBusinessRow(String id) {
        model.insert(id);
    }

    @Override
    protected boolean businessRowExists(String id) {
        return model.contains(id);
    }

    @Override
    protected void rolledBackToSavepoint(Runnable work) {
        model.rolledBackToSavepoint(work);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMillis(planted == null ? 5_000 : 500);
    }

    @Override
    protected int rounds() {
        return planted == null ? 5 : 15;
    }
}
