/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.WriteResult;

/** In what a cell with a record can be. */
enum Situation {
    /** In progress under a live lease. */
    LIVE,
    /** In progress, the lease has ended, and nobody has taken over. */
    ABANDONED,
    /** In progress, the lease has ended, and the effect mark is set. */
    MARKED,
    /** Given back. */
    RELEASED,
    /** Finished. */
    COMPLETED,
    /** Of unknown outcome. */
    HELD;

    /** Brings the scenario's cell, absent until now, into this situation; as good as no retention has passed then. */
    Claim.Granted arrange(Scenario scenario) {
        Claim.Granted granted = scenario.granted();
        shape(scenario, granted);
        return granted;
    }

    /** Brings a cell whose lease has just been granted into this situation. */
    void shape(Scenario scenario, Claim.Granted granted) {
        WriteResult done = WriteResult.APPLIED;
        if (this == MARKED) {
            done = scenario.store().renew(granted.lease(), scenario.ticks(Scenario.LEASE), EffectMark.BEGUN);
        } else if (this == RELEASED) {
            done = scenario.store().release(granted.lease());
        } else if (this == COMPLETED) {
            done = scenario.store().complete(granted.lease(), Scenario.RESULT);
        } else if (this == HELD) {
            done = scenario.store().hold(granted.lease());
        }
        assertThat(done).isEqualTo(WriteResult.APPLIED);
        if (this == ABANDONED || this == MARKED) {
            scenario.pass(Scenario.LEASE + 1);
        }
    }
}
