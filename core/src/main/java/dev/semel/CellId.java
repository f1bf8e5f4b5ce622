/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.UUID;

/**
 * The name of a cell in stores, logs and metrics: 128 bits of a keyed hash, from which neither key nor scope can be
 * read back.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 * @see KeyedHash#cellId(Cell)
 */
public record CellId(long high, long low) {
    /**
     * The same 128 bits as a UUID, for stores that have a column type for it; its version bits mean nothing.
     *
     * @return the bits as a UUID
     */
    public UUID toUuid() {
        return new UUID(high, low);
    }

    /**
     * Reads what {@link #toUuid()} gave.
     *
     * @param uuid 128 bits
     * @return the cell's name
     */
    public static CellId of(UUID uuid) {
        return new CellId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** The first 32 bits in hexadecimal: enough to follow a cell through a log. */
    @Override
    public String toString() {
        return String.format("%08x", high >>> 32);
    }
}
