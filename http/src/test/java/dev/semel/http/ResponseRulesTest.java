/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 2.1 and 2.2 of the HTTP semantics. */
class ResponseRulesTest {
    private static final ResponseRules RULES = ResponseRules.standard();

    private static List<String> stored(HeaderRules rules, String... lines) {
        return rules
                .storable(Arrays.stream(lines)
                        .map(line -> new HeaderField(line.split(": ", 2)[0], line.split(": ", 2)[1]))
                        .toList())
                .stream()
                .map(field -> field.name() + ": " + field.value())
                .toList();
    }

    @Test
    void row063_064_whatTheHandlerSetIsStored() {
        String[] lines = {
            "Content-Type: text/plain;charset=UTF-8", "Location: /items/1", "Content-Location: /a", "ETag: \"1\"",
            "Last-Modified: x", "Link: <a>", "Link: <b>", "Content-Language: de",
            "Content-Disposition: attachment; filename=\"a,b.txt\"", "Cache-Control: no-cache", "X-Custom: 1"
        };
        assertThat(stored(HeaderRules.standard(), lines)).containsExactly(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authenticate",
                "Proxy-Authentication-Info",
                "WWW-Authenticate",
                "Authentication-Info",
                "Date",
                "Content-Length",
                "Server",
                "Authorization"
            })
    void row065_066_067_069_framingAndCredentialsAreNeverStored(String name) {
        assertThat(HeaderRules.standard().stores(name)).isFalse();
        assertThatThrownBy(() -> HeaderRules.standard().alsoStoring(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeaderRules.only(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row065_fieldsNamedByConnectionAreNotStored() {
        assertThat(stored(HeaderRules.standard(), "Connection: close, X-Hop", "x-hop: 1", "X-End: 2"))
                .containsExactly("X-End: 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie", "set-cookie2", "Clear-Site-Data", "X-CSRF-TOKEN", "X-XSRF-TOKEN", "X-Request-Id",
                "X-Correlation-ID", "traceparent", "tracestate", "Server-Timing", "RateLimit", "RateLimit-Policy",
                "X-RateLimit-Remaining", "Retry-After", "Via", "Age", "Alt-Svc", "Strict-Transport-Security",
                "Access-Control-Allow-Origin"
            })
    void row068_070_071_fieldsOfTheExchangeAreStoredOnRequestOnly(String name) {
        assertThat(HeaderRules.standard().stores(name)).isFalse();
        assertThat(HeaderRules.standard().alsoStoring(name).stores(name)).isTrue();
    }

    @Test
    void row071_varyLosesOrigin() {
        assertThat(stored(HeaderRules.standard(), "Vary: Origin", "Vary: Accept, origin, X-A"))
                .containsExactly("Vary: Accept, X-A");
    }

    @Test
    void aPolicyWithANonceIsNotStored() {
        assertThat(stored(HeaderRules.standard(), "Content-Security-Policy: script-src 'nonce-abc'"))
                .isEmpty();
        assertThat(stored(HeaderRules.standard(), "Content-Security-Policy: default-src 'self'"))
                .hasSize(1);
    }

    @Test
    void theAllowListStoresNothingElse() {
        assertThat(stored(HeaderRules.only("location", "ETag"), "Location: /a", "X-A: 1", "etag: 2"))
                .containsExactly("Location: /a", "etag: 2");
        assertThat(HeaderRules.standard().exceptFor("X-A").stores("x-a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299, 301, 302, 303, 400, 402, 404, 410, 422, 451, 418})
    void row080_definitiveAnswersAreStored(int status) {
        for (Mode mode : Mode.values()) {
            assertThat(RULES.ending(status, mode, false)).isEqualTo(Ending.RECORD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                307, 308, 401, 403, 405, 407, 408, 409, 411, 412, 413, 414, 415, 416, 417, 421, 423, 424, 425, 426, 428,
                429, 431, 501, 503, 505, 507, 511
            })
    void row081_082_083_084_whatAClientMendsOrRepeatsIsReleased(int status) {
        for (Mode mode : Mode.values()) {
            assertThat(RULES.ending(status, mode, false)).isEqualTo(Ending.RELEASE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {406, 500, 502, 504, 599})
    void row085_086_serverErrorsDependOnTheMode(int status) {
        assertThat(RULES.ending(status, Mode.JOINED, false)).isEqualTo(Ending.RELEASE);
        assertThat(RULES.ending(status, Mode.LEASED, false)).isEqualTo(Ending.RECORD_ROLLED_BACK);
        assertThat(RULES.ending(new IOException(), Mode.JOINED)).isEqualTo(Ending.RELEASE);
        assertThat(RULES.ending(new IOException(), Mode.LEASED)).isEqualTo(Ending.RECORD_ROLLED_BACK);
    }

    @ParameterizedTest
    @CsvSource({"RELEASE,RELEASE", "STORE,RECORD_ROLLED_BACK", "QUARANTINE,HOLD"})
    void row086_theRuleForServerErrorsCanBeChosen(ServerErrorRule rule, Ending ending) {
        for (Mode mode : Mode.values()) {
            assertThat(RULES.withServerErrors(rule).ending(500, mode, false)).isEqualTo(ending);
            assertThat(RULES.withServerErrors(rule).ending(new IOException(), mode))
                    .isEqualTo(ending);
        }
    }

    @Test
    void row087_statusesAndExceptionsCanBeDeclared() {
        ResponseRules rules = RULES.withOutcomes(OutcomeRules.standard()
                .with(404, OutcomeClass.RELEASE)
                .with(IOException.class, OutcomeClass.RELEASE)
                .with(IllegalStateException.class, OutcomeClass.STORE));
        assertThat(rules.ending(404, Mode.LEASED, false)).isEqualTo(Ending.RELEASE);
        assertThat(rules.ending(new UncheckedIOException(new IOException()), Mode.LEASED))
                .isEqualTo(Ending.RELEASE);
        assertThat(rules.ending(new IllegalStateException(), Mode.JOINED)).isEqualTo(Ending.RECORD_ROLLED_BACK);
    }

    @Test
    void aFailureIsRecordedAfterTheRollbackAndASuccessIsNot() {
        assertThat(RULES.ending(402, Mode.JOINED, true)).isEqualTo(Ending.RECORD_ROLLED_BACK);
        assertThat(RULES.ending(201, Mode.JOINED, true)).isEqualTo(Ending.RECORD);
    }

    @Test
    void row116_bodiesAreOmittedWhereConfigured() {
        List<HeaderField> noStore = List.of(new HeaderField("cache-control", "private, No-Store"));
        assertThat(RULES.recordsBody(noStore)).isTrue();
        ResponseRules careful = RULES.withBodies(BodyRecording.RECORD_UNLESS_NO_STORE);
        assertThat(careful.recordsBody(noStore)).isFalse();
        assertThat(careful.recordsBody(List.of())).isTrue();
        assertThat(RULES.withBodies(BodyRecording.OMIT).recordsBody(List.of())).isFalse();
    }
}
