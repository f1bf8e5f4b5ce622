/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import java.io.IOException;

/**
 * A call whose attempts block.
 *
 * @param <R> the HTTP client's response
 */
public interface BlockingExchange<R> extends Exchange<R> {
    /**
     * Sends the request once.
     *
     * @param attempt what differs from the caller's request
     * @return the response, whatever its status
     * @throws IOException if no whole answer came
     * @throws InterruptedException if the thread was interrupted
     */
    R send(Attempt attempt) throws IOException, InterruptedException;
}
