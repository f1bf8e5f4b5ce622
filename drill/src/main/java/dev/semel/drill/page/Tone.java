/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.util.Locale;

/** What a colour stands for; a legend or a word always stands beside it. */
public enum Tone {
    /** As it should be. */
    PASS,
    /** Not as it should be. */
    FAIL,
    /** It may be either. */
    WARN,
    /** Nothing is said. */
    NONE,
    /** Neither good nor bad: a measurement. */
    PLAIN;

    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
