/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** How far a key reaches among the operations of one caller. Changing it forgets the records. */
public enum KeyScope {
    /** Each operation has its own keys: one key in two operations is two keys. The default. */
    OPERATION,
    /**
     * All operations with this scope share their keys: one key in two of them is a mismatch. Operations of two modes do
     * so if both stores keep the same records.
     */
    PRINCIPAL
}
