/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

/** What becomes of a request that carries a key to a route that is not guarded. */
public enum UnsupportedRoute {
    /** It executes; the key means nothing. The default. */
    IGNORE,
    /** It is refused with 501, unless its method is safe. */
    REJECT
}
