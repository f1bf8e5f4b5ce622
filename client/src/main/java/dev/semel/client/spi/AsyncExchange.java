/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import java.util.concurrent.CompletionStage;

/**
 * A call whose attempts do not block.
 *
 * @param <R> the HTTP client's response
 */
public interface AsyncExchange<R> extends Exchange<R> {
    /**
     * Sends the request once.
     *
     * @param attempt what differs from the caller's request
     * @return the response, whatever its status; exceptional if no whole answer came
     */
    CompletionStage<R> sendAsync(Attempt attempt);
}
