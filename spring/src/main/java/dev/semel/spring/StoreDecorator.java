/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.spi.IdempotencyStore;

/**
 * Puts something between executors and their stores, such as a circuit breaker. Beans of this type are applied in their
 * order, the first of them next to the store.
 */
@FunctionalInterface
public interface StoreDecorator {
    /**
     * Decorates.
     *
     * @param store a store, or one that was decorated before
     * @return what the executor asks; one that joins transactions if the store does
     */
    IdempotencyStore decorate(IdempotencyStore store);
}
