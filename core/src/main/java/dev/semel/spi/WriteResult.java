/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/** What a fenced write did. */
public enum WriteResult {
    /** The record is now as asked; also if the same write had been applied before (promise I10). */
    APPLIED,
    /** The token is no longer the record's, or the record is gone: nothing was changed (promise I6). */
    LOST,
    /** The token is right, but the record was already completed with another result, or held: nothing was changed. */
    REFUSED
}
