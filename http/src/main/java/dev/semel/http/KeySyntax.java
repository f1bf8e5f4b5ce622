/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** How the value of a key's header field is read, and that of another place unless it says otherwise. */
public enum KeySyntax {
    /**
     * A quoted value as in {@link #STRICT}, or else bare: {@code [A-Za-z0-9][A-Za-z0-9._~:/+=@-]*}, which takes UUID,
     * ULID, base64 and {@code order-42:refund}. {@code "k"} and {@code k} are the same key. The default.
     */
    DUAL,
    /**
     * An Item of RFC 9651 whose value is a String, as the IETF draft has it; its parameters are ignored. In
     * other places than header fields, which know no such notation, as {@link #OPAQUE}.
     */
    STRICT,
    /**
     * The whole value, quotes included, if it is printable ASCII: for services whose stored keys contain quotes.
     */
    OPAQUE
}
