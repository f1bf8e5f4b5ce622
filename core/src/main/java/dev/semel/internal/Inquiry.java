/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call wants to know of a cell: from this process, from what another call was told, or else from the store.
 *
 * @param <R> the answer
 */
interface Inquiry<R> {
    /** What this process knows by itself; must not block. */
    Optional<R> here();

    /** The answer in what another call was told; must not block. Empty if it is none to this one. */
    Optional<R> from(Sighting sighting, long now);

    /** Asks the store. */
    R ask();

    /** What the store's answer says to others; null if nothing. */
    @Nullable
    Sighting sighting(long askedAt, R answer);
}
