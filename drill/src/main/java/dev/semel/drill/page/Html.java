/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

/** Texts of anybody as HTML. */
final class Html {
    private Html() {}

    /** For contents of elements and for quoted attributes; control characters become dots. */
    static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", ".")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String cell(Cell cell) {
        String style =
                cell.tone().map(tone -> " class=\"" + tone.style() + "\"").orElse("");
        String detail = cell.detail().isEmpty() ? "" : "<span class=\"detail\">" + escape(cell.detail()) + "</span>";
        return "<td" + style + ">" + escape(cell.text()) + detail + "</td>";
    }
}
