/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** Whether the body of a response is recorded. Where it is not, a replay has the status and the headers only. */
public enum BodyRecording {
    /** Always, up to the limit. The default. */
    RECORD,
    /** Unless the response says {@code Cache-Control: no-store}. */
    RECORD_UNLESS_NO_STORE,
    /** Never: it holds a secret, or a token that may be read once. */
    OMIT
}
