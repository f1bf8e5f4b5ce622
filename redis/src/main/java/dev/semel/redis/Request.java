/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;

/**
 * One script to run.
 *
 * @param form which, in which form
 * @param cellId about which cell
 * @param keys the keys, all of one slot
 * @param values the arguments
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(Script.Form form, CellId cellId, byte[][] keys, byte[]... values) {
    /** How the verb is called in messages. */
    String verb() {
        return form.verb();
    }

    /** The one whose slot decides which server is asked. */
    byte[] firstKey() {
        return keys[0];
    }
}
