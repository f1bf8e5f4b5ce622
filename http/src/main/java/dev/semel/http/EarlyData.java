/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.List;

/**
 * What becomes of a request that came as TLS early data, which somebody who has seen it on the way may send again (RFC
 * 8470). A server or proxy that accepts early data says so in the header field {@code Early-Data}.
 */
public enum EarlyData {
    /** It executes, with a key at most once. The default. */
    ACCEPT,
    /**
     * It is refused with 425 {@code too-early}, with a key or without, before its key is used; the client sends it again
     * after the handshake.
     */
    REJECT;

    /** The header field. */
    private static final String FIELD = "Early-Data";

    /** Any value, and any number of them, means what one {@code 1} does (RFC 8470, section 5.1). */
    boolean refuses(RequestView request) {
        List<String> lines = request.headers(FIELD);
        return this == REJECT && !lines.isEmpty();
    }
}
