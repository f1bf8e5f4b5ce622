/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What becomes of a request with a key while the store is away. */
public enum StoreDown {
    /** It is refused with 503 and does not execute. The default. */
    REFUSE,
    /**
     * It executes unprotected and its answer says so; for routes with an optional key only. It is refused all the same if
     * there is, or may be, a record of it.
     */
    EXECUTE
}
