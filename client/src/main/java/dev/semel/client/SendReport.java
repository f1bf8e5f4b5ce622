/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * How a call went.
 *
 * @param key the key that all attempts carried; null if there was none
 * @param attempts how often the request was sent, redirects included
 * @param origin whether the last answer was recorded earlier
 */
public record SendReport(@Nullable IdempotencyKey key, int attempts, Origin origin) {
    /** Where the last answer comes from. */
    public enum Origin {
        /** There is no answer, or it bears no replay marker. */
        UNMARKED,
        /** The answer bears a replay marker: it was recorded for an earlier request with this key. */
        REPLAYED
    }

    /**
     * Whether the last answer was recorded earlier.
     *
     * @return true if it bears a replay marker
     */
    public boolean isReplayed() {
        return origin == Origin.REPLAYED;
    }
}
