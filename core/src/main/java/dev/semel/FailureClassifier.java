/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/** Decides what an exception of an action means (promise I11). Must be pure and fast; must not throw. */
@FunctionalInterface
public interface FailureClassifier {
    /**
     * Decides.
     *
     * @param failure what the action threw, an {@link Error} included
     * @param effectBegun true if the action had called {@link Execution#beforeExternalEffect()}
     * @return the rule; in joined mode the transaction is rolled back first, whatever it is
     */
    FailureRule classify(Throwable failure, boolean effectBegun);

    /**
     * The default: release before the mark of an external effect, hold after it, since unknown is not failed.
     *
     * @return the classifier
     */
    static FailureClassifier byPhase() {
        return (failure, effectBegun) -> effectBegun ? FailureRule.HOLD : FailureRule.RELEASE;
    }

    /**
     * Applies one rule to exceptions of a type and asks this classifier about all others.
     *
     * @param type the exception's type, subtypes included
     * @param rule its rule
     * @return a classifier of both
     */
    default FailureClassifier with(Class<? extends Throwable> type, FailureRule rule) {
        return (failure, effectBegun) -> type.isInstance(failure) ? rule : classify(failure, effectBegun);
    }
}
