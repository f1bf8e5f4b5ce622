/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/** Guards the parts of a cell's name against half characters, which UTF-8 cannot tell apart: two cells would share a name. */
final class WellFormed {
    private WellFormed() {}

    static void require(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            // Rare, so that the usual text is looked through without a stream.
            if (Character.isSurrogate(text.charAt(i))) {
                requirePairs(text, what);
                return;
            }
        }
    }

    private static void requirePairs(String text, String what) {
        boolean half = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (half) {
            throw new IllegalArgumentException(what + " must be well-formed text; it holds half of a character.");
        }
    }
}
