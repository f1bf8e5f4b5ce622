/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ConcurrencyProbeTest {
    private final ConcurrencyProbe probe = new ConcurrencyProbe();

    @Test
    void provesThatALockExcludes() {
        ReentrantLock lock = new ReentrantLock();
        ConcurrencyProbe.race(4, racer -> {
            for (int i = 0; i < 20; i++) {
                lock.lock();
                try {
                    probe.pass();
                } finally {
                    lock.unlock();
                }
            }
            return racer;
        });

        probe.assertExclusive();
        assertThat(probe.runs()).isEqualTo(80);
        assertThat(probe.highWaterMark()).isEqualTo(1);
        assertThat(probe.lostUpdates()).isZero();
    }

    @Test
    void refutesThatNothingExcludes() {
        ConcurrencyProbe.race(4, racer -> {
            for (int i = 0; i < 50; i++) {
                probe.pass();
            }
            return racer;
        });

        assertThat(probe.highWaterMark()).isGreaterThan(1);
        assertThat(probe.lostUpdates()).isPositive();
        assertThatThrownBy(probe::assertExclusive).isInstanceOf(AssertionError.class);
    }

    @Test
    void provesNothingThatWasNotRun() {
        assertThatThrownBy(probe::assertExclusive).isInstanceOf(AssertionError.class);
    }

    @Test
    void reportsTheRacerThatFailed() {
        IllegalStateException failure = new IllegalStateException("stumbled");

        assertThatThrownBy(() -> ConcurrencyProbe.race(2, racer -> {
                    if (racer == 1) {
                        throw failure;
                    }
                    return racer;
                }))
                .isInstanceOf(AssertionError.class)
                .hasCause(failure);
    }

    @Test
    void givesTheFindingsInTheOrderOfTheRacers() {
        assertThat(ConcurrencyProbe.race(3, racer -> racer * racer)).containsExactly(0, 1, 4);
    }
}
