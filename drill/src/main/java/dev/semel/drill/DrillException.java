/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

/** The drill cannot take place as asked for; the message is one line that a user understands. */
public final class DrillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one line
     */
    public DrillException(String message) {
        super(message);
    }
}
