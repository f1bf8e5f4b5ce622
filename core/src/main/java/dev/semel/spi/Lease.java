/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import dev.semel.FencingToken;
import java.util.Objects;

/**
 * The right to run the action of a cell and to write its result, until the lease ends on the store's clock and somebody
 * else takes over. It does not exclude others after that (no promise N2); its token does.
 *
 * @param cellId the cell
 * @param token presented with every write
 */
public record Lease(CellId cellId, FencingToken token) {
    /**
     * Checks that nothing is missing.
     *
     * @param cellId as above
     * @param token as above
     */
    public Lease {
        Objects.requireNonNull(cellId, "cellId");
        Objects.requireNonNull(token, "token");
    }
}
