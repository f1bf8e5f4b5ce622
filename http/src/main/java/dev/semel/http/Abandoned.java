/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What becomes of a key whose request was abandoned by a crash, in leased mode. */
public enum Abandoned {
    /** The lease ends and a retry executes, with {@link dev.semel.Execution#recovered()}. The default. */
    RERUN,
    /**
     * The operation's reconciler decides, and without one the key answers 409 {@code indeterminate} until it is resolved
     * or expires. Costs one more statement a request: the effect mark is set before the handler runs.
     */
    QUARANTINE
}
