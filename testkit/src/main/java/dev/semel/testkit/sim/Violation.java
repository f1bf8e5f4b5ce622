/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

/**
 * A promise that a history breaks.
 *
 * @param promise which
 * @param index the number of the event that breaks it, from 0
 * @param message how
 */
public record Violation(Promise promise, int index, String message) {
    @Override
    public String toString() {
        return promise + " at event " + index + ": " + message;
    }
}
