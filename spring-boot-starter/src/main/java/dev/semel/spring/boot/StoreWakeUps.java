/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.WakeUps;
import dev.semel.spring.IdempotencySetupException;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Wake-ups, and the kinds of stores whose records they are about.
 *
 * @param channel to the other nodes
 * @param stores their classes
 */
record StoreWakeUps(WakeUps channel, Set<Class<? extends IdempotencyStore>> stores) {
    /** The one of a store; who asks for wake-ups gets them for all stores or an error. */
    static WakeUps of(IdempotencyStore store, ObjectProvider<StoreWakeUps> all) {
        return all.orderedStream()
                .filter(each -> each.stores.stream().anyMatch(type -> type.isInstance(store)))
                .findFirst()
                .map(StoreWakeUps::channel)
                .orElseThrow(() -> new IdempotencySetupException(
                        "semel.wake-up.enabled is true, and the store "
                                + store.capabilities().name() + " has no wake-ups.",
                        "PostgreSQL and Redis have. Remove the property, and calls that wait for another node poll."));
    }
}
