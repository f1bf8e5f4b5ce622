/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * One HTML page, written as it comes. It needs no other file and asks no other host: its policy forbids all but its own
 * style and its own two scripts, by their digests, so that a text that broke out of its place would still not run. All
 * texts are escaped here, and no caller can hand over HTML.
 */
public final class Page {
    private final Writer out;
    private boolean drawn;

    private Page(Writer out) {
        this.out = out;
    }

    /**
     * Begins a page.
     *
     * @param title of the page and its first heading
     * @param out where to; stays open
     * @return the page
     * @throws IOException if it cannot be written
     */
    public static Page open(String title, Writer out) throws IOException {
        Page page = new Page(out);
        page.write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + Scripts.policy() + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + Html.escape(title)
                + "</title>\n<style>\n" + Scripts.STYLE + "</style>\n</head>\n<body>\n<h1>" + Html.escape(title)
                + "</h1>\n");
        return page;
    }

    /**
     * Begins a part.
     *
     * @param text its heading
     * @return this
     * @throws IOException if it cannot be written
     */
    public Page heading(String text) throws IOException {
        return write("<h2>" + Html.escape(text) + "</h2>\n");
    }

    /**
     * Writes a paragraph.
     *
     * @param text its lines
     * @return this
     * @throws IOException if it cannot be written
     */
    public Page text(String text) throws IOException {
        return write("<p>" + Html.escape(text).replace("\n", "<br>\n") + "</p>\n");
    }

    /**
     * Writes a table.
     *
     * @param columns their headings
     * @param rows a cell for each column
     * @return this
     * @throws IOException if it cannot be written
     */
    public Page table(List<String> columns, List<List<Cell>> rows) throws IOException {
        write("<div class=\"wide\"><table>\n<thead><tr>");
        for (String column : columns) {
            write("<th scope=\"col\">" + Html.escape(column) + "</th>");
        }
        write("</tr></thead>\n<tbody>\n");
        for (List<Cell> row : rows) {
            write("<tr>");
            for (Cell cell : row) {
                write(Html.cell(cell));
            }
            write("</tr>\n");
        }
        return write("</tbody>\n</table></div>\n");
    }

    /**
     * Draws a chart, with its numbers as a table below.
     *
     * @param chart what to draw
     * @return this
     * @throws IOException if it cannot be written
     */
    public Page chart(Chart chart) throws IOException {
        drawn = true;
        String title = Html.escape(chart.title());
        write("<figure>\n<figcaption>" + title + "</figcaption>\n<div class=\"canvas\" hidden><canvas role=\"img\""
                + " aria-label=\"" + title + "\"></canvas></div>\n<script type=\"application/json\">"
                + ChartData.json(chart) + "</script>\n<details open><summary>The same as a table</summary>\n");
        return table(ChartData.columns(chart), ChartData.rows(chart)).write("</details>\n</figure>\n");
    }

    /**
     * Ends the page.
     *
     * @throws IOException if it cannot be written
     */
    public void end() throws IOException {
        if (drawn) {
            // the licence asks to stand in each copy, and each page is one
            write("<script>" + Scripts.library() + "</script>\n<script>" + Scripts.DRAW + "</script>\n");
        }
        write("</body>\n</html>\n");
    }

    private Page write(String html) throws IOException {
        out.write(html);
        return this;
    }
}
