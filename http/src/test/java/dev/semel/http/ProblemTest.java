/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Group N of the HTTP semantics. */
class ProblemTest {
    @Test
    void row132_theCodesAreTheseSevenAndThoseOfChoices() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::code))
                .containsExactlyInAnyOrder(
                        "missing-key",
                        "invalid-key",
                        "fingerprint-mismatch",
                        "conflict",
                        "payload-too-large",
                        "store-unavailable",
                        "indeterminate",
                        "invalid-first-sent",
                        "expired-key",
                        "precondition-failed",
                        "precondition-required",
                        "invalid-precondition",
                        "key-refused",
                        "too-early");
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void row132_everyProblemIsAnUncacheableDocument(ProblemType type) {
        StoredResponse response = Problem.of(type).toResponse();
        assertThat(response.status()).isEqualTo(type.status());
        assertThat(response.header("Content-Type")).contains("application/problem+json");
        assertThat(response.header("Cache-Control")).contains("no-store");
        assertThat(response.bytes().toUtf8())
                .contains("\"type\":\"https://semel.dev/problems/" + type.code() + "\"")
                .contains("\"title\":\"" + type.title() + "\"")
                .contains("\"status\":" + type.status())
                .contains("\"code\":\"" + type.code() + "\"");
    }

    @Test
    void row047_anotherStatusChangesNothingElse() {
        String document = Problem.of(ProblemType.FINGERPRINT_MISMATCH)
                .withStatus(409)
                .toResponse()
                .bytes()
                .toUtf8();
        assertThat(document).contains("\"status\":409").contains("\"code\":\"fingerprint-mismatch\"");
    }

    @Test
    void textsAreEscaped() {
        String document = Problem.plain(500, "a\"b", "c\\d\n\u0001\ud83d\ude00")
                .toResponse()
                .bytes()
                .toUtf8();
        assertThat(document)
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"a\\\"b\",\"status\":500,"
                        + "\"detail\":\"c\\\\d\\u000a\\u0001\\ud83d\\ude00\"}");
    }
}
