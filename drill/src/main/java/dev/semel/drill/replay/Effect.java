/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

/** What is said about an endpoint, or about one mutation; the worst first. */
public enum Effect {
    /** It took effect twice: answers of one key differ, or the counter says so. */
    TWICE("took effect twice"),
    /** Nothing can be said: answers are alike and none is marked as a replay, or some are missing. */
    UNKNOWN("cannot tell"),
    /** It took effect once, and duplicates were replayed or refused. */
    PROTECTED("protected"),
    /** Each request was refused, so nothing was tried. */
    REFUSED("refused");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /**
     * For reports.
     *
     * @return such as {@code took effect twice}
     */
    public String text() {
        return text;
    }
}
