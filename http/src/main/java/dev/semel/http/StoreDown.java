/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What becomes of a request with a key while the store is away. */
public enum StoreDown {
    /** It is refused with 503 and does not execute. The default. */
    REFUSE,
    /**
     * It executes unprotected and its answer says so; for routes with an optional key only. It is refused all the same
     * where a record is known, where its claim may have been recorded, and where the store is not away but has too much to
     * do to be asked: nobody gets past the protection by sending more. A record from before the store went away cannot be
     * seen: a retry of what was recorded then executes again.
     */
    EXECUTE
}
