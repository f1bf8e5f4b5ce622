/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.IdempotencyKey;
import java.time.Instant;
import java.util.Objects;

/**
 * A key for one call.
 *
 * @param key the key; {@link #toString()} does not show it
 * @param since when it was minted, for the limit on its age
 * @param history whether an earlier call, perhaps of a process that died, may have sent it
 */
public record IssuedKey(IdempotencyKey key, Instant since, History history) {
    /** What may have happened under a key before this call. */
    public enum History {
        /** The key is new, or it is known that nothing was sent under it. */
        NEW,
        /** A request with this key may have been sent, and so may have taken effect. */
        MAY_HAVE_BEEN_SENT
    }

    /**
     * Checks the parts.
     *
     * @param key as above
     * @param since as above
     * @param history as above
     */
    public IssuedKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(history, "history");
    }
}
