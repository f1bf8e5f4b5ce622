/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.spi.IdempotencyStore;

/**
 * Puts something between executors and their stores, such as a circuit breaker. Beans of this type are applied in their
 * order, the first of them next to the store; each once for every store that is used.
 */
@FunctionalInterface
public interface StoreDecorator {
    /**
     * Decorates.
     *
     * @param name what tells the store from the application's others: the name of its bean, or what {@code
     *     semel.routes[].store} takes in place of that, such as {@code redis} for {@code semelRedisStore}
     * @param store a store, or one that was decorated before
     * @return what the executor asks; one that joins transactions if the store does
     */
    IdempotencyStore decorate(String name, IdempotencyStore store);
}
