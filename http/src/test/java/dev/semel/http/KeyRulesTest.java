/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group A of the HTTP semantics, as far as the grammar goes; the servers' part is tested with the filter. */
class KeyRulesTest {
    private static final KeyRules DUAL = KeyRules.standard();
    private static final KeyRules STRICT = DUAL.withSyntax(KeySyntax.STRICT);
    private static final KeyRules OPAQUE = DUAL.withSyntax(KeySyntax.OPAQUE);

    private static String key(KeyRules rules, String... lines) {
        KeyReading reading = rules.parse(List.of(lines));
        assertThat(reading).isInstanceOf(KeyReading.Present.class);
        return ((KeyReading.Present) reading).key().value();
    }

    private static void assertInvalid(KeyRules rules, String... lines) {
        assertThat(rules.parse(List.of(lines))).isInstanceOf(KeyReading.Invalid.class);
    }

    @Test
    void row001_aQuotedKeyIsRead() {
        String uuid = "8e03978e-40d5-43e8-bc93-6894a57f9324";
        assertThat(key(DUAL, '"' + uuid + '"')).isEqualTo(uuid);
        assertThat(key(STRICT, '"' + uuid + '"')).isEqualTo(uuid);
    }

    @Test
    void row003_bareAndQuotedAreTheSameKeyInDual() {
        assertThat(key(DUAL, "k1")).isEqualTo(key(DUAL, "\"k1\""));
        assertInvalid(STRICT, "k1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8e03978e-40d5-43e8-bc93-6894a57f9324", "ae03978e-40d5-43e8-bc93-6894a57f9324"})
    void row004_005_bareUuidsAreReadAlikeWhateverTheirFirstCharacter(String uuid) {
        assertThat(key(DUAL, uuid)).isEqualTo(uuid);
        assertInvalid(STRICT, uuid);
    }

    @Test
    void row006_escapesAreResolved() {
        assertThat(key(DUAL, "\"a\\\"b\\\\c\"")).isEqualTo("a\"b\\c");
        assertThat(key(DUAL, "\"ab\\\\c\"")).isEqualTo("ab\\c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\\nb\"",
                "\"abc",
                "\"abc\"x",
                "'abc'",
                "?1",
                ":aGk=:",
                "(a b)",
                "%\"x\"",
                "\"abc\\",
                "\"a\" b"
            })
    void row007_malformedValuesAreRefusedInDualAndStrict(String value) {
        assertInvalid(DUAL, value);
        assertInvalid(STRICT, value);
    }

    @ParameterizedTest
    @EnumSource(KeySyntax.class)
    void row008_emptyKeysAreRefused(KeySyntax syntax) {
        assertInvalid(DUAL.withSyntax(syntax), "");
        assertInvalid(DUAL.withSyntax(syntax), "  \t");
    }

    @Test
    void row008_emptyStringsAreRefused() {
        assertInvalid(DUAL, "\"\"");
        assertInvalid(DUAL, "\"   \"");
        assertInvalid(STRICT, "\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"k\";v=1",
                "\"k\";v",
                "\"k\"; v=-1.25;w=\"x\\\"y\";*z=tok/en",
                "\"k\";a=:aGk=:;b=?1;c=@17;d=%\"x%20y\""
            })
    void row009_parametersAreIgnored(String value) {
        assertThat(key(DUAL, value)).isEqualTo("k");
        assertThat(key(STRICT, value)).isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k;v=1",
                "\"k\";",
                "\"k\";V=1",
                "\"k\";v=",
                "\"k\" ;v=1",
                "\"k\";v=1.",
                "\"k\";v=1.1234",
                "\"k\";v=%\"x%2Gy\"",
                "\"k\";v=1234567890123456",
                "\"k\";v=\"x",
                "\"k\";v=?2"
            })
    void row009_malformedParametersAreRefused(String value) {
        assertInvalid(DUAL, value);
    }

    @ParameterizedTest
    @EnumSource(KeySyntax.class)
    void row010_twoLinesAreRefused(KeySyntax syntax) {
        assertInvalid(DUAL.withSyntax(syntax), "k1", "k1");
        assertInvalid(DUAL.withSyntax(syntax), "k1", "k2");
    }

    @Test
    void row010_combinedLinesAreRefused() {
        assertInvalid(DUAL, "k1, k1");
        assertInvalid(DUAL, "\"k1\", \"k1\"");
        assertInvalid(STRICT, "\"k1\", \"k1\"");
    }

    @Test
    void row011_linesThatWouldCombineIntoOneStringAreRefused() {
        assertInvalid(DUAL, "\"a", "b\"");
    }

    @ParameterizedTest
    @EnumSource(KeySyntax.class)
    void row012_controlAndHighCharactersAreRefused(KeySyntax syntax) {
        KeyRules rules = DUAL.withSyntax(syntax);
        for (String bad : List.of("\t", "\u0000", "\u0001", "\r", "\n", "\u007f", "\u0080", "\u00e9", "\u2603")) {
            assertInvalid(rules, "\"a" + bad + "b\"");
            assertInvalid(rules, "a" + bad + "b");
        }
    }

    @Test
    void row013_theLimitCountsCharactersAfterReading() {
        assertThat(key(DUAL, "\"" + "\\\"".repeat(255) + "\"")).hasSize(255);
        assertThat(key(DUAL, "k".repeat(255))).hasSize(255);
        assertInvalid(DUAL, "k".repeat(256));
        assertInvalid(DUAL, "\"" + "k".repeat(256) + "\"");
        assertThat(key(DUAL.withMaxLength(1024), "k".repeat(1024))).hasSize(1024);
        assertThatThrownBy(() -> DUAL.withMaxLength(1025)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row013_aValueOfAMegabyteIsRefusedWithoutOverflow() {
        assertInvalid(DUAL, "\"" + "\\\\".repeat(500_000) + "\"");
        assertInvalid(DUAL, "\"k\"" + ";a=\"b\"".repeat(200_000) + ";");
        assertInvalid(DUAL, "k".repeat(1_000_000));
    }

    @Test
    void row015_surroundingWhitespaceIsIgnored() {
        assertThat(key(DUAL, " \t\"k\" ")).isEqualTo("k");
        assertThat(key(OPAQUE, " k ")).isEqualTo("k");
    }

    @Test
    void row016_keysAreCaseSensitiveUnlessConfigured() {
        String upper = "8E03978E-40D5-43E8-BC93-6894A57F9324";
        assertThat(key(DUAL, "ABC")).isNotEqualTo(key(DUAL, "abc"));
        KeyRules anyCase = DUAL.withFormat(KeyFormat.UUID_IN_ANY_CASE);
        assertThat(key(anyCase, upper)).isEqualTo(key(anyCase, upper.toLowerCase(java.util.Locale.ROOT)));
        assertThat(key(DUAL.withFormat(KeyFormat.UUID), upper)).isEqualTo(upper);
    }

    @ParameterizedTest
    @CsvSource({"k1,k1,true", "k1,\"k1\",true", "k1,k2,false", "k1,bad key,false"})
    void row018_severalHeadersMustAgree(String first, String second, boolean accepted) {
        KeyRules rules = DUAL.withHeaderNames("Idempotency-Key", "X-Idempotency-Key");
        Map<String, List<String>> fields =
                Map.of("Idempotency-Key", List.of(first), "X-Idempotency-Key", List.of(second));
        KeyReading reading = rules.read(name -> fields.getOrDefault(name, List.of()));
        assertThat(reading).isInstanceOf(accepted ? KeyReading.Present.class : KeyReading.Invalid.class);
    }

    @Test
    void row018_otherHeadersAreNotRead() {
        assertThat(DUAL.read(name -> name.equals("X-Idempotency-Key") ? List.of("k") : List.of()))
                .isInstanceOf(KeyReading.Absent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "8e03978e40d543e8bc936894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f932g"})
    void row019_aUuidFormatRefusesTheRest(String value) {
        assertInvalid(DUAL.withFormat(KeyFormat.UUID), value);
    }

    @Test
    void opaqueKeepsQuotes() {
        assertThat(key(OPAQUE, "\"k\"")).isEqualTo("\"k\"");
    }

    @Test
    void theReasonNeverRepeatsTheValue() {
        KeyReading reading = DUAL.parse(List.of("${jndi:x}"));
        assertThat(reading).isInstanceOf(KeyReading.Invalid.class);
        assertThat(((KeyReading.Invalid) reading).reason()).doesNotContain("jndi");
    }
}
