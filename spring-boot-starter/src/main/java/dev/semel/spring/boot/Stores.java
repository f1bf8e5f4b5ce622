/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.ModeExecutors;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The store of each mode. */
record Stores(Map<Mode, IdempotencyStore> byMode) {
    static Stores of(List<IdempotencyStore> beans) {
        Map<Mode, IdempotencyStore> byMode = new EnumMap<>(Mode.class);
        for (IdempotencyStore store : beans) {
            Mode mode = store instanceof JoinedIdempotencyStore ? Mode.JOINED : Mode.LEASED;
            IdempotencyStore other = byMode.put(mode, store);
            if (other != null) {
                throw new IdempotencySetupException(
                        "There are two IdempotencyStore beans for " + mode + " mode: "
                                + other.capabilities().name() + " and "
                                + store.capabilities().name() + ".",
                        "Leave one of them.");
            }
        }
        return new Stores(byMode);
    }

    ModeExecutors executors(Function<IdempotencyStore, IdempotentExecutor> builder) {
        Map<Mode, IdempotentExecutor> executors = new EnumMap<>(Mode.class);
        byMode.forEach((mode, store) -> executors.put(mode, builder.apply(store)));
        return new ModeExecutors(executors);
    }

    /** The leased one, if there is: the other keeps its records in the same tables. */
    IdempotencyStore any() {
        IdempotencyStore leased = byMode.get(Mode.LEASED);
        return leased == null ? byMode.values().iterator().next() : leased;
    }
}
