/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

/** A mutation that cannot be replayed; the message is one of few and fixed reasons. */
final class LeftOutException extends Exception {
    private static final long serialVersionUID = 1L;

    LeftOutException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
