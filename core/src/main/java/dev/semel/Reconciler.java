/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when an attempt died after {@link Execution#beforeExternalEffect()}: the effect may have happened
 * or not. Usually it asks the callee by the {@linkplain Execution#downstreamKey(String) derived key}.
 *
 * @param <T> the type of the operation's result
 */
@FunctionalInterface
public interface Reconciler<T extends @Nullable Object> {
    /**
     * Finds out. Runs under a lease of its own, which is renewed meanwhile. An exception means "cannot tell" and is
     * logged.
     *
     * @param execution the attempt that took over
     * @return what is known now
     * @throws Exception if it cannot be found out
     */
    Reconciliation<T> reconcile(Execution execution) throws Exception;

    /**
     * Never runs the action again: the record is held until somebody resolves it or it expires. The default.
     *
     * @param <T> the type of the operation's result
     * @return the reconciler
     */
    static <T extends @Nullable Object> Reconciler<T> hold() {
        return FixedReconciler.hold();
    }

    /**
     * Runs the action again, because the callee honours the derived key or the fence.
     *
     * @param <T> the type of the operation's result
     * @return the reconciler
     */
    static <T extends @Nullable Object> Reconciler<T> rerun() {
        return FixedReconciler.rerun();
    }
}
