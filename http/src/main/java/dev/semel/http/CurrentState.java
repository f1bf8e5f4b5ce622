/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/**
 * Rebuilds the answer of a replay from how things stand now, for an interface whose retries get the current state of what
 * they made. Asked only for a request that is the recorded one; it is marked as a replay like every other. Must be safe
 * for use by many threads.
 */
@FunctionalInterface
public interface CurrentState {
    /**
     * The answer to give. It must only read: no attempt runs, no transaction is open and nothing is recorded.
     *
     * @param request the request that is answered
     * @param recorded the answer of the first execution
     * @return the answer; {@code recorded} to give that one. Header fields that are not recorded are not given either
     * @throws Exception if it cannot be told; it is logged, and the recorded answer is given, which is true as of then
     */
    StoredResponse answer(RequestView request, StoredResponse recorded) throws Exception;
}
