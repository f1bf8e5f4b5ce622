/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What a handler's answer means for the key. */
public enum OutcomeClass {
    /** It is final: recorded and replayed. */
    STORE,
    /** It asks for the request to be sent again, unchanged or mended: the key is released and a retry executes. */
    RELEASE,
    /** The handler broke off, perhaps after its effect: {@link ServerErrorRule} decides. */
    AMBIGUOUS
}
