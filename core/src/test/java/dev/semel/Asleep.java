/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.List;

/** Waits until threads sleep with a limit at a known place, for tests of who waits for whom. */
final class Asleep {
    private Asleep() {}

    static void await(String place, int count) {
        long asleep = 0;
        while (asleep < count) {
            Thread.onSpinWait();
            asleep = Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                    .filter(thread -> List.of(thread.getValue()).toString().contains(place))
                    .count();
        }
    }
}
