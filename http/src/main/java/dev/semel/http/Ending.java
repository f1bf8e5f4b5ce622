/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** How an adapter ends an attempt; each is a method of {@link dev.semel.Attempt.Running}. */
public enum Ending {
    /** {@code complete}. */
    RECORD,
    /** {@code completeRolledBack}. */
    RECORD_ROLLED_BACK,
    /** {@code release}. */
    RELEASE,
    /** {@code hold}. */
    HOLD
}
