/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import dev.semel.spi.WakeUps;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel within the process, for two executors that play two nodes; remembers what was announced. */
final class LocalWakeUps implements WakeUps {
    final List<CellId> announced = new CopyOnWriteArrayList<>();
    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean muted;
    private volatile Runnable atAnnouncement = () -> {};

    void atEachAnnouncement(Runnable action) {
        atAnnouncement = action;
    }

    @Override
    public void announce(CellId cellId) {
        atAnnouncement.run();
        announced.add(cellId);
        if (!muted) {
            forge(cellId);
        }
    }

    /** What is announced from now on is lost. */
    void mute() {
        muted = true;
    }

    /** As anybody could. */
    void forge(CellId cellId) {
        listeners.forEach(listener -> listener.changed(cellId));
    }

    @Override
    public Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
