/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import org.jspecify.annotations.Nullable;

/** The two reconcilers that decide without asking; told apart because neither may take a held record. */
record FixedReconciler<T extends @Nullable Object>(Reconciliation<T> answer) implements Reconciler<T> {
    private static final FixedReconciler<Object> HOLD = new FixedReconciler<>(new Reconciliation.CannotTell<>());
    private static final FixedReconciler<Object> RERUN = new FixedReconciler<>(new Reconciliation.DidNotHappen<>());

    @SuppressWarnings("unchecked") // holds no value of type T
    static <T extends @Nullable Object> Reconciler<T> hold() {
        return (Reconciler<T>) HOLD;
    }

    @SuppressWarnings("unchecked") // holds no value of type T
    static <T extends @Nullable Object> Reconciler<T> rerun() {
        return (Reconciler<T>) RERUN;
    }

    @Override
    public Reconciliation<T> reconcile(Execution execution) {
        return answer;
    }
}
