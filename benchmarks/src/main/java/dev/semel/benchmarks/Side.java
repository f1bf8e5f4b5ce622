/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

/** One of the kinds of work that are compared. Safe for use by many threads. */
@FunctionalInterface
interface Side {
    /**
     * Does it once.
     *
     * @param number a number that no other call of the side has
     * @throws Exception if it fails, which ends the run: a rate of failures is no rate
     */
    void once(long number) throws Exception;
}
