/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/** Whether a renewal also records that the action is about to touch the world outside. */
public enum EffectMark {
    /** Leaves the record's mark as it is. */
    UNCHANGED,
    /** Sets the mark: from now on a takeover is {@link Claim.History#INDETERMINATE}. */
    BEGUN
}
