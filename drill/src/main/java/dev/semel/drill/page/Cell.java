/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.util.Optional;

/**
 * A cell of a table.
 *
 * @param text what stands in it
 * @param detail what stands below that, smaller; may be empty
 * @param tone its colour; empty for that of the text
 */
public record Cell(String text, String detail, Optional<Tone> tone) {
    /**
     * A cell like most.
     *
     * @param text what stands in it
     * @return the cell
     */
    public static Cell of(String text) {
        return new Cell(text, "", Optional.empty());
    }

    /**
     * A word of a verdict.
     *
     * @param text the word
     * @param tone its colour
     * @return the cell
     */
    public static Cell of(String text, Tone tone) {
        return new Cell(text, "", Optional.of(tone));
    }

    /**
     * With a line below.
     *
     * @param more the line
     * @return a copy
     */
    public Cell withDetail(String more) {
        return new Cell(text, more, tone);
    }
}
