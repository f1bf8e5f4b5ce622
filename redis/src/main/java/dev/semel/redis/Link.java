/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.StoreException;

/** A way to the servers. */
interface Link extends AutoCloseable {
    /**
     * Runs a script on the master of its keys.
     *
     * @throws StoreException if it may not have run, or not on enough servers
     */
    Reply send(Request request);

    @Override
    void close();
}
