/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.drill.Catalogue;
import dev.semel.drill.Row;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final List<Row> rows = Catalogue.standard().rows();

    @Test
    void holdsAllRowsInTheirOrder() {
        assertThat(rows.stream().map(Row::number))
                .containsExactlyElementsOf(Stream.concat(
                                IntStream.rangeClosed(1, 134).mapToObj(String::valueOf),
                                IntStream.rangeClosed(1, 14).mapToObj(number -> "C" + number))
                        .toList());
        assertThat(rows.stream().map(Row::group).distinct()).hasSize(15);
    }

    @Test
    void eachRowHasEitherACheckOrAReasonForNone() {
        Checks checks = Checks.all();
        assertThat(rows).allSatisfy(row -> assertThat(checks.of(row.number()).isPresent())
                .as("row %s", row.number())
                .isEqualTo(row.conditions().obstacle().isEmpty()));
    }

    @Test
    void eachRowSaysWhatAndWho() {
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.meaning().title()).isNotBlank();
            assertThat(row.meaning().source()).isNotBlank();
            assertThat(row.meaning().levels()).isNotEmpty();
        });
    }

    @Test
    void aRowOfSeveralLevelsKeepsThem() {
        Row row = Catalogue.standard().find("86").orElseThrow();
        assertThat(row.levelText()).isEqualTo("D / C");
        assertThat(row.isBinding()).isFalse();
    }

    @Test
    void theFirstLevelIsThatOfTheDefaultAndDecidesWhetherARowBinds() {
        assertThat(Catalogue.standard().find("13").orElseThrow().isBinding()).isFalse();
        assertThat(Catalogue.standard().find("69").orElseThrow().isBinding()).isTrue();
        assertThat(Catalogue.standard().find("c1").orElseThrow().isBinding()).isTrue();
    }
}
