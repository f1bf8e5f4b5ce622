/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the query, in forms and in JSON. */
class KeyPlacesTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static KeyRules rules(String... places) {
        KeyPlace[] parsed = List.of(places).stream().map(KeyPlace::parse).toArray(KeyPlace[]::new);
        return KeyRules.standard().withPlaces(parsed);
    }

    private record Request(
            String query, String contentType, String contentEncoding, Body body, Map<String, String> fields)
            implements RequestView {
        static Request of(String contentType, byte[] body) {
            return new Request("", contentType, "", new Raw(() -> new ByteArrayInputStream(body)), Map.of());
        }

        static Request of(String contentType, String body) {
            return of(contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        static Request json(String body) {
            return of(JSON, body);
        }

        Request asking(String query) {
            return new Request(query, contentType, contentEncoding, body, fields);
        }

        Request with(String field, String value) {
            return new Request(query, contentType, contentEncoding, body, Map.of(field, value));
        }

        Request coded(String coding) {
            return new Request(query, contentType, coding, body, fields);
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public List<String> headers(String name) {
            return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
        }
    }

    private static String key(KeyRules rules, RequestView request) throws IOException {
        KeyReading reading = rules.read(request);
        assertThat(reading).isInstanceOf(KeyReading.Present.class);
        return ((KeyReading.Present) reading).key().value();
    }

    private static void assertInvalid(KeyRules rules, RequestView request, String reason) throws IOException {
        assertThat(rules.read(request))
                .isInstanceOfSatisfying(KeyReading.Invalid.class, invalid -> assertThat(invalid.reason())
                        .contains(reason));
    }

    private static void assertAbsent(KeyRules rules, RequestView request) throws IOException {
        assertThat(rules.read(request)).isInstanceOf(KeyReading.Absent.class);
    }

    @Test
    void row018_theStringAtAPointerIsTheKey() throws IOException {
        assertThat(key(rules("json:/k"), Request.json("{\"a\":[1,{}],\"k\":\"one\"}")))
                .isEqualTo("one");
        assertThat(key(rules("json:/a/1/k"), Request.json("{\"a\":[{\"k\":\"x\"},{\"k\":\"y\"}]}")))
                .isEqualTo("y");
        assertThat(key(rules("json:/a~1b/m~0n"), Request.json("{\"a/b\":{\"m~n\":\"k\"}}")))
                .isEqualTo("k");
        assertThat(key(rules("json:/k"), Request.json("{\"\\u006b\" : \"\\u0061\"}")))
                .isEqualTo("a");
        assertThat(key(rules("json:/"), Request.json("{\"\":\"k\"}"))).isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"K\":\"x\"}", "{\"a\":{\"k\":\"x\"}}", "[\"k\"]", "\"k\"", "null", "1", ""})
    void row020_aPointerThatLeadsNowhereIsAbsent(String json) throws IOException {
        assertAbsent(rules("json:/k"), Request.json(json));
        assertAbsent(rules("json:/k/0"), Request.json(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "{}", "[\"x\"]", "{\"k\":\"x\"}"})
    void row007_aKeyThatIsNoStringIsRefused(String value) throws IOException {
        assertInvalid(rules("json:/k"), Request.json("{\"k\":" + value + "}"), "no string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"k\":\"x\"",
                "{\"k\":\"x\"}}",
                "{\"k\":\"x\",}",
                "{'k':'x'}",
                "{\"k\":\"x\"} {}",
                "{\"k\":\"x\",\"a\":01}",
                "{\"k\":\"x\",\"a\":\"\\x\"}",
                "{\"k\":\"x\",\"a\":\"\n\"}",
                "{\"k\":\"x\"/*c*/}",
                " ",
                "\uFEFF{\"k\":\"x\"}"
            })
    void row007_malformedJsonIsRefusedWhereverItIsBroken(String json) throws IOException {
        assertInvalid(rules("json:/k"), Request.json(json), "malformed");
        assertInvalid(rules("json:/k", "header:A"), Request.json(json).with("A", "x"), "malformed");
    }

    @Test
    void row010_aNameThatOccursTwiceOnTheWayIsRefused() throws IOException {
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"x\",\"k\":\"x\"}"), "twice");
        assertInvalid(rules("json:/a/k"), Request.json("{\"a\":{\"k\":\"x\"},\"a\":1}"), "twice");
        assertThat(key(rules("json:/k"), Request.json("{\"a\":1,\"k\":\"x\",\"a\":2,\"b\":{\"k\":1,\"k\":2}}")))
                .isEqualTo("x");
    }

    @Test
    void row007_jsonThatIsNoUtf8IsRefused() throws IOException {
        String json = "{\"k\":\"x\",\"a\":\"\u00e9\"}";
        assertThat(key(rules("json:/k"), Request.of(JSON + ";charset=UTF-8", json)))
                .isEqualTo("x");
        assertInvalid(rules("json:/k"), Request.of(JSON, json.getBytes(StandardCharsets.ISO_8859_1)), "malformed");
        assertInvalid(rules("json:/k"), Request.of(JSON, json.getBytes(StandardCharsets.UTF_16)), "malformed");
        assertInvalid(rules("json:/k"), Request.of(JSON + ";charset=iso-8859-1", json), "charset");
        assertInvalid(rules("json:/k"), Request.of(JSON + ";charset=no-such", json), "charset");
        assertInvalid(rules("json:/k"), Request.of(JSON + ";charset=$", json), "charset");
    }

    @Test
    void row007_jsonIsReadAsDeepAsHandlersReadIt() throws IOException {
        assertThat(key(rules("json:/k"), Request.json("{\"k\":\"x\",\"a\":" + "[".repeat(499) + "]".repeat(499) + "}")))
                .isEqualTo("x");
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"x\",\"a\":" + "[".repeat(100_000)), "malformed");
    }

    @Test
    void row013_lengthFormatAndNotationAreThoseOfAHeaderField() throws IOException {
        KeyRules uuid = rules("json:/k", "query:k", "form:k").withFormat(KeyFormat.UUID_IN_ANY_CASE);
        String upper = "AE03978E-40D5-43E8-BC93-6894A57F9324";
        String lower = "ae03978e-40d5-43e8-bc93-6894a57f9324";
        assertThat(key(uuid, Request.json("{\"k\":\"" + upper + "\"}").asking("k=" + lower)))
                .isEqualTo(lower);
        assertThat(key(uuid, Request.of(FORM, "k=" + upper))).isEqualTo(lower);
        assertInvalid(uuid, Request.json("{\"k\":\"x\"}"), "not a UUID");
        KeyRules shorter = rules("json:/k", "query:k", "form:k").withMaxLength(3);
        assertInvalid(shorter, Request.json("{\"k\":\"abcd\"}"), "longer than 3");
        assertInvalid(shorter, Request.of(FORM, "k=abcd"), "longer than 3");
        assertInvalid(shorter, Request.json("").asking("k=abcd"), "longer than 3");
        assertInvalid(
                shorter.withSyntax(KeySyntax.OPAQUE),
                Request.json("{\"k\":\"" + "a".repeat(100_000) + "\"}"),
                "longer than 3");
        assertThat(key(rules("json:/k"), Request.json("{\"k\":\"\\\"x\\\"\"}"))).isEqualTo("x");
        assertThat(key(rules("json:/k").withSyntax(KeySyntax.STRICT), Request.json("{\"k\":\"x\"}")))
                .isEqualTo("x");
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"\"}"), "malformed");
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"\\u0000\"}"), "malformed");
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"\u00e9\"}"), "malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "k=a, a",
        "x=1&k=a%2Db&y, a-b",
        "%6B=a, a",
        "&&k=a&, a",
        "k=a=b, a=b",
        "k=a%2bb, a+b",
    })
    void row018_aParameterIsDecodedOnce(String text, String expected) throws IOException {
        assertThat(key(rules("query:k"), Request.json("").asking(text))).isEqualTo(expected);
        assertThat(key(rules("form:k"), Request.of(FORM, text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"k=a&k=a", "k=a&k=b", "k=a&%6b=a", "k", "k=", "k=a%", "k=a%2", "k=a%zz", "k=%C3%A9", "k=%00"})
    void row010_aRepeatedOrBrokenParameterIsRefused(String text) throws IOException {
        assertThat(rules("query:k").read(Request.json("").asking(text))).isInstanceOf(KeyReading.Invalid.class);
        assertThat(rules("form:k").read(Request.of(FORM, text))).isInstanceOf(KeyReading.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K=a", "kk=a", "k%=a", "x=k=a", "a=1&b=2", "%"})
    void row020_otherParametersAreNoKey(String text) throws IOException {
        assertAbsent(rules("query:k"), Request.json("").asking(text));
        assertAbsent(rules("form:k"), Request.of(FORM, text));
    }

    @Test
    void row012_aQueryThatIsNoAsciiIsNoKey() throws IOException {
        KeyRules opaque = rules("query:k").withSyntax(KeySyntax.OPAQUE);
        assertInvalid(opaque, Request.json("").asking("k=a\u20ac"), "malformed");
        assertInvalid(opaque, Request.json("").asking("k=a\u00e9"), "malformed");
    }

    /** White space around a header's value is not part of it; in a body it would make two keys one. */
    @Test
    void row015_whatStandsInABodyOrAQueryIsTheKeyWithItsWhitespace() throws IOException {
        String spaces = " ".repeat(8300);
        for (String end : new String[] {"A", "B"}) {
            Request json = Request.json("{\"k\":\"tr" + spaces + end + "\"}");
            assertInvalid(rules("json:/k"), json, "malformed");
            assertInvalid(rules("json:/k").withSyntax(KeySyntax.OPAQUE), json, "longer than");
            assertInvalid(rules("form:k"), Request.of(FORM, "k=tr" + "+".repeat(8300) + end), "malformed");
        }
        assertInvalid(rules("json:/k"), Request.json("{\"k\":\"a1 \"}"), "malformed");
        assertThat(key(rules("json:/k").withSyntax(KeySyntax.OPAQUE), Request.json("{\"k\":\" a1\"}")))
                .isEqualTo(" a1");
        assertThat(key(
                        rules("query:k").withSyntax(KeySyntax.OPAQUE),
                        Request.json("").asking("k=a1%20")))
                .isEqualTo("a1 ");
    }

    @Test
    void row018_placesMustAgree() throws IOException {
        KeyRules all = rules("header:A", "query:k", "json:/k");
        Request body = Request.json("{\"k\":\"x\"}");
        assertThat(key(all, body.asking("k=x").with("A", "\"x\""))).isEqualTo("x");
        assertInvalid(all, body.asking("k=y"), "different keys");
        assertInvalid(all, body.with("A", "y"), "different keys");
        assertThat(all.readHead(body)).isInstanceOf(KeyReading.Absent.class);
        assertThat(all.readHead(body.asking("k=y"))).isInstanceOf(KeyReading.Present.class);
    }

    @Test
    void row018_whatIsNotConfiguredIsNoKey() throws IOException {
        Request request = Request.json("{\"k\":\"x\"}").asking("k=y").with("A", "z");
        assertAbsent(rules("header:B"), request);
        assertThat(key(rules("query:k"), request)).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "multipart/form-data; boundary=b", "application/xml", FORM, "nonsense"})
    void row023_aBodyThatCannotBeLookedIntoIsNotTakenForOneWithoutAKey(String type) throws IOException {
        Request request = Request.of(type, "{\"k\":\"x\"}");
        assertInvalid(rules("header:A", "json:/k"), request, "cannot be looked for");
        assertThat(key(rules("header:A", "json:/k"), request.with("A", "x"))).isEqualTo("x");
        assertAbsent(rules("header:A", "json:/k"), Request.of(type, ""));
    }

    @Test
    void row023_aCompressedBodyIsNotLookedInto() throws IOException {
        Request request = Request.json("{\"k\":\"x\"}");
        assertInvalid(rules("json:/k"), request.coded("gzip"), "encoding");
        assertThat(key(rules("json:/k"), request.coded("identity"))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/merge-patch+json",
                "APPLICATION/JSON; charset=utf-8",
                "application/json; charset=utf8",
                "application/json;",
                "application/json ; ; charset=utf-8;"
            })
    void row018_jsonIsWhatCallsItselfSo(String type) throws IOException {
        assertThat(key(rules("json:/k"), Request.of(type, "{\"k\":\"x\"}"))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header:A", "query:a b", "form:k", "json:/a~1b/0"})
    void placesAreWrittenAsTheyAreRead(String text) {
        assertThat(KeyPlace.parse(text).text()).isEqualTo(text);
        assertThat(KeyPlace.parse(text).description()).startsWith("the ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "cookie:A", "header:a b", "query:", "form:\u00e9", "json:k", "json:", "json:/~2"})
    void whatIsNoPlaceIsRefusedAtConfiguration(String text) {
        assertThatThrownBy(() -> KeyPlace.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row020_aMissingKeyIsAskedForWhereItBelongs() {
        assertThat(rules("header:A", "json:/k").missing().detail())
                .contains("in the A header field, or in the string at /k of the JSON body,");
        assertThat(KeyRules.standard().missing()).isEqualTo(Problem.of(ProblemType.MISSING_KEY));
    }

    @ParameterizedTest
    @EnumSource(KeyPreset.class)
    void aPresetIsAValueToBeRefined(KeyPreset preset) {
        HttpPolicy policy = preset.applyTo(HttpPolicy.standard());
        assertThat(policy.keys()).isEqualTo(preset.rules());
        assertThat(policy.answers().markers()).isEqualTo(preset.markers());
        assertThat(preset.rules().withMaxLength(7).places())
                .isEqualTo(preset.rules().places());
    }

    @Test
    void row018_019_presetsReadWhatTheirClientsSend() throws IOException {
        String uuid = "ae03978e-40d5-43e8-bc93-6894a57f9324";
        assertThat(key(KeyPreset.SQUARE.rules(), Request.json("{\"idempotency_key\":\"a b\"}")))
                .isEqualTo("a b");
        assertInvalid(KeyPreset.SQUARE.rules(), Request.json("{\"idempotency_key\":\"" + "a".repeat(46) + "\"}"), "45");
        assertThat(key(KeyPreset.GOOGLE.rules(), Request.json("").asking("requestId=" + uuid)))
                .isEqualTo(uuid);
        assertThat(key(KeyPreset.GOOGLE.rules(), Request.json("{\"request_id\":\"" + uuid + "\"}")))
                .isEqualTo(uuid);
        assertInvalid(KeyPreset.GOOGLE.rules(), Request.json("{\"request_id\":\"x\"}"), "UUID");
        assertThat(key(KeyPreset.AWS.rules(), Request.of(FORM, "Action=Run&ClientToken=t")))
                .isEqualTo("t");
        assertThat(key(KeyPreset.AWS.rules(), Request.json("{\"clientToken\":\"t\"}")))
                .isEqualTo("t");
        assertInvalid(KeyPreset.AWS.rules(), Request.of(FORM, "ClientToken=" + "t".repeat(65)), "64");
        assertThat(key(KeyPreset.PAYPAL.rules(), Request.json("").with("PayPal-Request-Id", "p")))
                .isEqualTo("p");
        assertThat(KeyPreset.ADYEN.rules().maxLength()).isEqualTo(64);
        assertThat(KeyPreset.STRIPE.markers().names()).containsExactly("Idempotent-Replayed");
    }
}
