/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import java.time.Duration;
import java.util.Optional;

/** {@link ReplayCache#none()}. */
enum NoReplayCache implements ReplayCache {
    INSTANCE;

    @Override
    public Optional<Replay> get(CellId cellId) {
        return Optional.empty();
    }

    @Override
    public void put(CellId cellId, Replay replay, Duration lifetime) {}

    @Override
    public void invalidate(CellId cellId) {}
}
