/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.event;

/** Hears what happens. Called on the caller's thread after the fact; exceptions are logged and change nothing. */
@FunctionalInterface
public interface IdempotencyListener {
    /**
     * Hears one fact. Must be fast, safe for use by many threads, and must not call the executor.
     *
     * @param event what happened
     */
    void onEvent(IdempotencyEvent event);
}
