/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

/**
 * Hears what became of calls, where the HTTP client gives back its own kind of answer only. It runs on the caller's
 * thread, or on that of the last answer; it must not read the response's body, and what it throws reaches the caller.
 */
@FunctionalInterface
public interface ResultListener {
    /**
     * A call has ended.
     *
     * @param result what became of it
     */
    void ended(SendResult<?> result);
}
