/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Action;
import dev.semel.Execution;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running attempt of this thread, for code below a guarded method or request: for the key to send downstream, the
 * fence, or the mark of an external effect.
 *
 * <pre>
 * String key = CurrentExecution.get().downstreamKey("charge");
 * </pre>
 */
public final class CurrentExecution {
    private static final ThreadLocal<@Nullable Execution> CURRENT = new ThreadLocal<>();

    private CurrentExecution() {}

    /**
     * The innermost guarded method that this thread is in, or else the guarded request.
     *
     * @return empty if this thread is in neither
     */
    public static Optional<Execution> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * As {@link #find()}, for code that is only ever called within one.
     *
     * @return the execution
     * @throws IllegalStateException if this thread is in none
     */
    public static Execution get() {
        return find().orElseThrow(() -> new IllegalStateException(
                "This thread is in no guarded method or request. An asynchronous task must take the Execution along."));
    }

    /**
     * Runs an action with this execution as the current one, for adapters.
     *
     * @param <T> the type of the result
     * @param <X> what the action may throw
     * @param execution the running attempt
     * @param action the work
     * @return what the action returned
     * @throws X what the action threw
     */
    public static <T extends @Nullable Object, X extends Throwable> T within(Execution execution, Action<T, X> action)
            throws X {
        Execution outer = CURRENT.get();
        CURRENT.set(execution);
        try {
            return action.run(execution);
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }
}
