/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

/** Hears of each row when it is done; called by several threads, one at a time. */
@FunctionalInterface
public interface Progress {
    /**
     * A row is done.
     *
     * @param result what was found
     * @param done how many rows are done, this one included
     * @param all how many there are
     */
    void done(RowResult result, int done, int all);
}
