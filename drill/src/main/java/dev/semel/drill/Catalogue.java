/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** All rows, in their order. Immutable. */
public final class Catalogue {
    private static final String RESOURCE = "/dev/semel/drill/catalogue.txt";
    private static final int COLUMNS = 7;

    private final List<Row> rows;

    private Catalogue(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * The rows that come with this version.
     *
     * @return all of them
     */
    public static Catalogue standard() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing in the jar.");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Catalogue read(BufferedReader lines) throws IOException {
        List<Row> rows = new ArrayList<>();
        String group = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("= ")) {
                group = line.substring(2);
            } else if (!line.startsWith("#")) {
                rows.add(row(group, line));
            }
        }
        return new Catalogue(rows);
    }

    private static Row row(String group, String line) {
        String[] cells = Arrays.copyOf(line.split("\\|", -1), COLUMNS);
        String[] texts = Arrays.stream(cells)
                .map(cell -> cell == null ? "" : cell.strip())
                .toArray(String[]::new);
        List<Level> levels =
                Arrays.stream(texts[1].split(" / ", -1)).map(Level::valueOf).toList();
        return new Row(
                texts[0],
                group,
                new Row.Meaning(levels, texts[4], texts[3]),
                new Row.Conditions(
                        Arrays.stream(texts[2].split(" ", -1))
                                .map(word -> Feature.valueOf(word.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toSet()),
                        texts[5],
                        texts[6]));
    }

    /**
     * All rows.
     *
     * @return in the order of the catalogue
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * Looks a row up.
     *
     * @param number such as {@code 32} or {@code C4}
     * @return the row; empty if there is none
     */
    public Optional<Row> find(String number) {
        return rows.stream()
                .filter(row -> row.number().equalsIgnoreCase(number))
                .findFirst();
    }
}
