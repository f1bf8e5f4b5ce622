/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.Catalogue;
import dev.semel.drill.DrillException;
import dev.semel.drill.Level;
import dev.semel.drill.Row;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which rows the user asked for. */
final class RowChoice {
    private RowChoice() {}

    /**
     * Chooses.
     *
     * @param rows such as {@code 1-31,50,C4}; null for all
     * @param levels such as {@code M,S}; null for all
     */
    static List<Row> choose(Catalogue catalogue, @Nullable String rows, @Nullable String levels) {
        Set<String> numbers = rows == null ? Set.of() : numbers(catalogue, rows);
        Set<Level> wanted = levels == null ? Set.of(Level.values()) : levels(levels);
        List<Row> chosen = catalogue.rows().stream()
                .filter(row -> rows == null || numbers.contains(row.number()))
                .filter(row -> row.meaning().levels().stream().anyMatch(wanted::contains))
                .toList();
        if (chosen.isEmpty()) {
            throw new DrillException("there is no row " + rows + " of level " + levels);
        }
        return chosen;
    }

    private static Set<String> numbers(Catalogue catalogue, String rows) {
        Set<String> numbers = new HashSet<>();
        for (String part : rows.split(",", -1)) {
            numbers.addAll(expand(part.strip().toUpperCase(Locale.ROOT)));
        }
        numbers.stream()
                .filter(number -> catalogue.find(number).isEmpty())
                .findFirst()
                .ifPresent(number -> {
                    throw new DrillException(
                            "--rows: there is no row '" + number + "'; rows are 1 to 134 and C1 to C14");
                });
        return numbers;
    }

    private static Collection<String> expand(String part) {
        if (!part.matches("(C?)[0-9]{1,3}-\\1[0-9]{1,3}")) {
            return List.of(part);
        }
        String prefix = part.startsWith("C") ? "C" : "";
        int[] ends = Stream.of(part.replace("C", "").split("-"))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (ends[0] > ends[1]) {
            throw new DrillException("--rows: " + part + " ends before it begins");
        }
        return IntStream.rangeClosed(ends[0], ends[1])
                .mapToObj(number -> prefix + number)
                .toList();
    }

    private static Set<Level> levels(String levels) {
        Set<Level> wanted = new HashSet<>();
        for (String word : levels.split(",", -1)) {
            wanted.add(Arrays.stream(Level.values())
                    .filter(level -> level.name().equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new DrillException("--level: '" + word + "' is none of M, S, D, C")));
        }
        return wanted;
    }
}
