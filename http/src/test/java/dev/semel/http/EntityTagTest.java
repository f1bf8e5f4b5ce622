/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    /** The table of RFC 9110, section 8.8.3.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "W/\"1\" | W/\"1\" | false | true",
                "W/\"1\" | W/\"2\" | false | false",
                "W/\"1\" | \"1\"   | false | true",
                "\"1\"   | \"1\"   | true  | true",
                "\"1\"   | \"2\"   | false | false"
            })
    void comparesAsTheTableOfTheSpecification(String one, String other, boolean strongly, boolean weakly) {
        EntityTag left = EntityTag.parse(one).orElseThrow();
        EntityTag right = EntityTag.parse(other).orElseThrow();
        assertThat(left.matchesStrongly(right)).isEqualTo(strongly);
        assertThat(right.matchesStrongly(left)).isEqualTo(strongly);
        assertThat(left.matchesWeakly(right)).isEqualTo(weakly);
        assertThat(right.matchesWeakly(left)).isEqualTo(weakly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"xyzzy\"", "W/\"xyzzy\"", "\"\"", "\"a,b\"", "\"W/\"", "\"\\\"", "\"\u00e9\""})
    void readsWhatItWrites(String text) {
        assertThat(EntityTag.parse(text)).map(EntityTag::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "\"1", "1\"", "w/\"1\"", "W\"1\"", "W/ \"1\"", "\"a b\"", "\"a\"b\"", "*", "'1'"})
    void isNotReadFromAnythingElse(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "\t", "\u007f", "\u0100"})
    void hasNoCharacterThatCannotBeSent(String opaque) {
        assertThatThrownBy(() -> EntityTag.strong(opaque)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isMadeOfAVersion() {
        assertThat(EntityTag.ofVersion(7)).hasToString("\"7\"").isEqualTo(EntityTag.strong("7"));
        assertThat(EntityTag.weak("7")).hasToString("W/\"7\"");
    }

    @Test
    void aListHasCommasWhiteSpaceAndEmptyElementsAndMayBeSplitOverLines() {
        EntityTags expected =
                new EntityTags.Listed(List.of(EntityTag.strong("a"), EntityTag.weak("b,c"), EntityTag.strong("")));
        assertThat(read("\"a\", W/\"b,c\", \"\"")).isEqualTo(expected);
        assertThat(read("\"a\",W/\"b,c\",\"\"")).isEqualTo(expected);
        assertThat(read(" ,\t\"a\" , ,, W/\"b,c\"\t,\"\",")).isEqualTo(expected);
        assertThat(read("\"a\"", "W/\"b,c\", \"\"")).isEqualTo(expected);
    }

    @Test
    void anAsteriskStandsAlone() {
        assertThat(read("*")).isEqualTo(new EntityTags.Any());
        assertThat(read(" * ")).isEqualTo(new EntityTags.Any());
        assertThat(read()).isEqualTo(new EntityTags.Absent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "7",
                "\"7",
                "\"7\" \"8\"",
                "\"7\"\"8\"",
                "\"7\"x",
                "*, \"7\"",
                "\"7\", *",
                "**",
                "\"7\", 8",
                "w/\"7\"",
                "\"a b\"",
                "\"a\", \"b\u0001\""
            })
    void whatIsNeitherIsRefusedAndNeverIgnored(String value) {
        assertThatThrownBy(() -> read(value))
                .isInstanceOf(InvalidPreconditionException.class)
                .hasMessageStartingWith("The header field If-Match is malformed.");
    }

    @Test
    void twoAsterisksAreNoList() {
        assertThatThrownBy(() -> read("*", "*")).isInstanceOf(InvalidPreconditionException.class);
    }

    @Test
    void aValueOfAMegabyteIsReadWithoutOverflow() {
        assertThat(read("\"" + "x".repeat(1 << 20) + "\"")).isInstanceOf(EntityTags.Listed.class);
        assertThat(read("\"x\"" + ",".repeat(1 << 20) + "\"x\"")).isInstanceOf(EntityTags.Listed.class);
        assertThat(read("\"x\",".repeat(1 << 18))).isInstanceOf(EntityTags.Listed.class);
    }

    @Test
    void anAbsentResourceIsAmongNone() {
        assertThat(read("*").include(Optional.empty(), EntityTag::matchesWeakly))
                .isFalse();
        assertThat(read("\"7\"").include(Optional.empty(), EntityTag::matchesWeakly))
                .isFalse();
    }

    private static EntityTags read(String... lines) {
        return EntityTags.read("If-Match", List.of(lines));
    }
}
