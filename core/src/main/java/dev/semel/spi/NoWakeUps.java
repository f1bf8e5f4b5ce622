/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;

/** {@link WakeUps#none()}. */
enum NoWakeUps implements WakeUps {
    INSTANCE;

    @Override
    public void announce(CellId cellId) {}

    @Override
    public Registration listen(Listener listener) {
        return () -> {};
    }
}
