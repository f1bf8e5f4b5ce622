/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What an {@linkplain OutcomeClass#AMBIGUOUS ambiguous} answer means for the key. */
public enum ServerErrorRule {
    /**
     * In joined mode as {@link #RELEASE}, since the rollback proves that there was no effect; in leased mode as
     * {@link #STORE}, since nothing does. The default.
     */
    BY_MODE,
    /** The key is released and a retry executes. In leased mode the effect may then happen twice. */
    RELEASE,
    /** The error is recorded and replayed, in joined mode after a rollback. */
    STORE,
    /** The record is held: the key answers 409 {@code indeterminate} until somebody resolves it or it expires. */
    QUARANTINE
}
