/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import java.util.Objects;

/**
 * What a store declares of itself; the executor refuses at start what the store cannot promise.
 *
 * @param name for messages and the start-up table, for example {@code PostgreSQL 18.1}
 * @param shared true if all nodes of a service see the same records
 * @param storeClock true if leases and expiry are decided by the store's clock inside each statement
 * @param durability what an acknowledged write survives
 */
public record StoreCapabilities(String name, boolean shared, boolean storeClock, DurabilityClass durability) {
    /**
     * Checks that nothing is missing.
     *
     * @param name as above
     * @param shared as above
     * @param storeClock as above
     * @param durability as above
     */
    public StoreCapabilities {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(durability, "durability");
    }
}
