/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What becomes of a request without a key. One with a malformed key is refused in any case. */
public enum KeyRequirement {
    /** It is refused with 400 {@code missing-key}. */
    REQUIRED,
    /** It executes every time, unprotected, and no store is asked. */
    OPTIONAL,
    /**
     * It executes, and one <em>with</em> a key is refused with 501 {@code key-refused}. For an envelope whose parts can be
     * retried one by one and carry keys of their own: a key on the envelope would promise that all of them happen once
     * together (OASIS Repeatable Requests 1.0, section 8.4). An envelope whose parts cannot be retried alone is one unit,
     * and is guarded as any other request.
     */
    REFUSED
}
