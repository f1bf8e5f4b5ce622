/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Announcements of several cells as one text of ASCII characters, the same for all channels: {@code semel1:} and 32
 * hexadecimal digits a cell. The digit is the version; what is of another one, or not of this form in any way, is none.
 *
 * @param cells 1 to {@value #MOST_CELLS}
 */
public record WakeUpMessage(List<CellId> cells) {
    /** So many fit into a notification of PostgreSQL, which is shorter than 8000 bytes. */
    public static final int MOST_CELLS = 200;

    private static final String START = "semel1:";
    private static final int HALF = 16;
    private static final int DIGITS = 2 * HALF;
    private static final HexFormat HEX = HexFormat.of();

    /**
     * Checks the number.
     *
     * @param cells as above
     * @throws IllegalArgumentException if there is none, or are too many
     */
    public WakeUpMessage {
        cells = List.copyOf(cells);
        if (cells.isEmpty() || cells.size() > MOST_CELLS) {
            throw new IllegalArgumentException(
                    "A message is about 1 to " + MOST_CELLS + " cells, not " + cells.size() + ".");
        }
    }

    /**
     * What travels.
     *
     * @return less than 8000 characters
     */
    public String text() {
        StringBuilder text = new StringBuilder(START.length() + DIGITS * cells.size()).append(START);
        cells.forEach(cell -> text.append(HEX.toHexDigits(cell.high())).append(HEX.toHexDigits(cell.low())));
        return text.toString();
    }

    /**
     * Reads what travelled. Anybody may have written it.
     *
     * @param text any text
     * @return the message; empty if it is none
     */
    public static Optional<WakeUpMessage> read(String text) {
        int digits = text.length() - START.length();
        boolean fits = digits >= DIGITS && digits <= MOST_CELLS * DIGITS && digits % DIGITS == 0;
        if (!fits || !text.startsWith(START)) {
            return Optional.empty();
        }
        List<CellId> cells = new ArrayList<>(digits / DIGITS);
        try {
            for (int at = START.length(); at < text.length(); at += DIGITS) {
                cells.add(new CellId(
                        HexFormat.fromHexDigitsToLong(text, at, at + HALF),
                        HexFormat.fromHexDigitsToLong(text, at + HALF, at + DIGITS)));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(new WakeUpMessage(cells));
    }
}
