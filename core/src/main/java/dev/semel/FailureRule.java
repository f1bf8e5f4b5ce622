/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/** What an exception thrown by an action means for its record. The exception reaches the caller in any case, as itself. */
public enum FailureRule {
    /** It is the final answer: recorded, and replayed as {@link RecordedFailureException}. */
    RECORD,
    /** There was no effect, or it was rolled back: the claim is released and a retry runs the action. */
    RELEASE,
    /** Nobody knows whether there was an effect: the record is held and nothing runs again by itself. */
    HOLD
}
