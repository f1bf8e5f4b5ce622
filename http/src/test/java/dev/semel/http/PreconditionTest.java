/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.semel.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreconditionTest {
    /** {@code -} is a field that is not sent, or a resource that is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PATCH | \"7\"        | -          | \"7\"   | Holds",
                "PATCH | \"6\", \"7\" | -          | \"7\"   | Holds",
                "PATCH | \"6\"        | -          | \"7\"   | Failed",
                "PATCH | W/\"7\"      | -          | \"7\"   | Failed",
                "PATCH | \"7\"        | -          | W/\"7\" | Failed",
                "PATCH | *            | -          | W/\"7\" | Holds",
                "PATCH | *            | -          | -       | Failed",
                "PATCH | \"7\"        | -          | -       | Failed",
                "PUT   | -            | *          | -       | Holds",
                "PUT   | -            | *          | \"7\"   | Failed",
                "PUT   | -            | \"7\"      | \"7\"   | Failed",
                "PUT   | -            | W/\"7\"    | \"7\"   | Failed",
                "PUT   | -            | \"6\"      | \"7\"   | Holds",
                "PUT   | -            | \"7\"      | -       | Holds",
                "PUT   | \"7\"        | \"7\"      | \"7\"   | Failed",
                "PUT   | \"7\"        | \"6\"      | \"7\"   | Holds",
                "GET   | -            | \"7\"      | \"7\"   | NotModified",
                "HEAD  | -            | W/\"7\"    | \"7\"   | NotModified",
                "GET   | -            | *          | \"7\"   | NotModified",
                "GET   | -            | *          | -       | Holds",
                "GET   | -            | \"6\"      | \"7\"   | Holds",
                "GET   | \"6\"        | \"7\"      | \"7\"   | Failed",
                "GET   | \"7\"        | \"7\"      | \"7\"   | NotModified"
            })
    void isEvaluatedInTheOrderOfTheSpecification(
            String method, String ifMatch, String ifNoneMatch, String current, String expected) {
        PreconditionResult result = precondition(ifMatch, ifNoneMatch).evaluate(method, EntityTag.parse(current));
        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.<String>fold(() -> "Holds", tag -> "NotModified", tag -> "Failed"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"7\" | -     | true",
                "*     | -     | true",
                "-     | *     | true",
                "-     | \"7\" | false",
                "\"7\" | \"6\" | true"
            })
    void preventsALostUpdateIfItSaysWhatMustBeThere(String ifMatch, String ifNoneMatch, boolean expected) {
        assertThat(precondition(ifMatch, ifNoneMatch).namesExpectedState()).isEqualTo(expected);
    }

    @Test
    void isAbsentOnlyWhereNeitherFieldWasSent() {
        assertThat(Precondition.read(name -> List.of())).isEmpty();
        assertThatThrownBy(() -> precondition("7", "-")).isInstanceOf(InvalidPreconditionException.class);
        assertThatThrownBy(() -> precondition("\"7\"", "*, *"))
                .isInstanceOf(InvalidPreconditionException.class)
                .hasMessageContaining("If-None-Match");
    }

    @Test
    void aCheckThatFailsTellsTheCurrentTag() {
        Precondition expected = Precondition.matching(EntityTag.ofVersion(7));
        assertThatCode(() -> expected.check(EntityTag.ofVersion(7))).doesNotThrowAnyException();
        assertThatThrownBy(() -> expected.check(EntityTag.ofVersion(8)))
                .asInstanceOf(type(PreconditionFailedException.class))
                .satisfies(failed -> {
                    assertThat(failed.current()).contains(EntityTag.ofVersion(8));
                    StoredResponse answer = failed.problem().toResponse();
                    assertThat(answer.status()).isEqualTo(412);
                    assertThat(answer.header("ETag")).contains("\"8\"");
                });
        assertThatThrownBy(expected::checkAbsent)
                .asInstanceOf(type(PreconditionFailedException.class))
                .satisfies(failed ->
                        assertThat(failed.problem().toResponse().header("ETag")).isEmpty());
        assertThatCode(() -> precondition("-", "*").checkAbsent()).doesNotThrowAnyException();
        assertThatThrownBy(() -> precondition("-", "*").check(EntityTag.ofVersion(1)))
                .isInstanceOf(PreconditionFailedException.class);
    }

    /** A recorded 400 would be given to the client that has mended the field, which the fingerprint does not see. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void row084_aMalformedPreconditionReleasesItsKey(Mode mode) {
        InvalidPreconditionException malformed = new InvalidPreconditionException("If-Match");
        assertThat(ResponseRules.standard().ending(malformed, 400, mode, true)).isEqualTo(Ending.RELEASE);
        assertThat(ResponseRules.standard().ending(400, mode, false)).isEqualTo(Ending.RECORD);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void row084_412And428ReleaseUnlessTheirStatusIsDeclaredFinal(Mode mode) {
        ResponseRules rules = ResponseRules.standard();
        assertThat(rules.ending(new PreconditionRequiredException(), 428, mode, false))
                .isEqualTo(Ending.RELEASE);
        PreconditionFailedException failed = new PreconditionFailedException(EntityTag.ofVersion(8));
        assertThat(rules.ending(failed, 412, mode, true)).isEqualTo(Ending.RELEASE);
        ResponseRules declared = rules.withOutcomes(rules.outcomes().with(412, OutcomeClass.STORE));
        assertThat(declared.ending(failed, 412, mode, true)).isEqualTo(Ending.RECORD_ROLLED_BACK);
    }

    private static Precondition precondition(String ifMatch, String ifNoneMatch) {
        Map<String, String> fields = Map.of("If-Match", ifMatch, "If-None-Match", ifNoneMatch);
        return Precondition.read(name -> Optional.of(fields.getOrDefault(name, "-"))
                        .filter(value -> !value.equals("-"))
                        .map(List::of)
                        .orElse(List.of()))
                .orElseThrow();
    }
}
