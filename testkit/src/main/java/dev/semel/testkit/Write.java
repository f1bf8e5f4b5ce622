/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;

/** The fenced writes, to say the same of each. */
enum Write {
    /** Records the answer. */
    COMPLETE,
    /** Gives back. */
    RELEASE,
    /** Renews and marks. */
    RENEW,
    /** Holds. */
    HOLD;

    WriteResult send(Scenario scenario, Lease lease) {
        return send(scenario.store(), scenario, lease);
    }

    WriteResult send(IdempotencyStore store, Scenario scenario, Lease lease) {
        return switch (this) {
            case COMPLETE -> store.complete(lease, Scenario.OTHER_RESULT);
            case RELEASE -> store.release(lease);
            case RENEW -> store.renew(lease, scenario.ticks(2 * Scenario.RETENTION), EffectMark.BEGUN);
            case HOLD -> store.hold(lease);
        };
    }
}
