/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The executor of each mode, since a store either joins transactions or does not.
 *
 * @param byMode one or both modes
 */
public record ModeExecutors(Map<Mode, IdempotentExecutor> byMode) implements AutoCloseable {
    /**
     * Copies.
     *
     * @param byMode as above
     * @throws IllegalArgumentException if there is none
     */
    public ModeExecutors {
        byMode = Map.copyOf(byMode);
        if (byMode.isEmpty()) {
            throw new IllegalArgumentException("There is no executor.");
        }
    }

    /**
     * For a store that cannot join transactions.
     *
     * @param leased the executor
     * @return leased mode only
     */
    public static ModeExecutors leased(IdempotentExecutor leased) {
        return new ModeExecutors(Map.of(Mode.LEASED, leased));
    }

    /**
     * For a database that keeps records either way.
     *
     * @param leased the executor of leased operations
     * @param joined the executor of joined operations
     * @return both modes
     */
    public static ModeExecutors of(IdempotentExecutor leased, IdempotentExecutor joined) {
        return new ModeExecutors(new EnumMap<>(Map.of(Mode.LEASED, leased, Mode.JOINED, joined)));
    }

    /**
     * The executor of a mode.
     *
     * @param mode the mode
     * @return empty if no store can promise it
     */
    public Optional<IdempotentExecutor> find(Mode mode) {
        return Optional.ofNullable(byMode.get(mode));
    }

    /** Closes the executors, whose owner this is. May be called again. */
    @Override
    public void close() {
        byMode.values().forEach(IdempotentExecutor::close);
    }

    /**
     * The modes there are.
     *
     * @return one or both
     */
    public Set<Mode> modes() {
        return byMode.keySet();
    }
}
