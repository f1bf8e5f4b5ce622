/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.Verdict;

/** Ends a check with another verdict than passed. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    private Finding(Verdict verdict) {
        super(verdict.detail(), null, false, false);
        this.verdict = verdict;
    }

    public static Finding unmet(String expected, Object came) {
        return new Finding(new Verdict.Failed(expected, String.valueOf(came)));
    }

    public static Finding notShown(String reason) {
        return new Finding(new Verdict.NotApplicable(reason));
    }

    public Verdict verdict() {
        return verdict;
    }
}
