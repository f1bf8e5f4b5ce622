/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What becomes of a request without a key. One with a malformed key is refused in either case. */
public enum KeyRequirement {
    /** It is refused with 400 {@code missing-key}. */
    REQUIRED,
    /** It executes every time, unprotected, and no store is asked. */
    OPTIONAL
}
