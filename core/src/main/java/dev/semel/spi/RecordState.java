/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/** The state of a record. Absent is no state; expired and abandoned are times. */
public enum RecordState {
    /** An attempt holds the lease, or held it and has gone without an answer. */
    IN_PROGRESS,
    /** The first answer is recorded; it never changes again. */
    COMPLETED,
    /** The outcome is unknown; nothing runs it again by itself until it is resolved or expires. */
    HELD
}
