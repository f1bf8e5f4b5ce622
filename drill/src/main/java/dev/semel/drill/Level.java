/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

/** How binding a row is; the strictest first. */
public enum Level {
    /** A specification says MUST, or it follows from one. */
    M,
    /** A specification says SHOULD, or nearly all practice agrees. */
    S,
    /** Sources are silent or disagree; Semel's default. */
    D,
    /** Optional behaviour. */
    C;

    /**
     * Whether a failed row of this level fails the drill.
     *
     * @return true for M and S
     */
    public boolean isBinding() {
        return this == M || this == S;
    }
}
