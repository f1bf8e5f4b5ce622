/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.BodyLimits;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyPreset;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import dev.semel.http.RequestRules;
import jakarta.servlet.AsyncContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the query, in forms and in JSON, over the wire. */
abstract class KeyPlacesBehaviours extends ServerTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        places("header:Idempotency-Key", "json:/k");
    }

    private static KeyRules rules(String... places) {
        return KeyRules.standard()
                .withPlaces(Arrays.stream(places).map(KeyPlace::parse).toArray(KeyPlace[]::new));
    }

    private void places(String... places) {
        service.guarding(HttpPolicy.standard().withKeys(rules(places)));
    }

    private void optional(String... places) {
        service.guarding(HttpPolicy.optional().withKeys(rules(places)));
    }

    private RawResponse json(String body, String... headers) {
        return send(request("POST /echo", body, with(headers, JSON)));
    }

    private static String chunks(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    @Test
    void row018_aKeyInTheJsonBodyExecutesOnceAndTheHandlerReadsTheSameBytes() {
        RawResponse first = json("{ \"k\":\"a\" }");
        assertThat(first.text()).isEqualTo("{ \"k\":\"a\" }");
        assertReplays(first, json("{ \"k\":\"a\" }"));
        assertProblem(json("{\"k\":\"a\"}"), 422, "fingerprint-mismatch");
        assertThat(json("{\"k\":\"b\"}").status()).isEqualTo(201);
        assertExecutions(2);
    }

    @Test
    void row018_aKeyBehindABodyInAFileIsFound() {
        String large = "{\"a\":\"" + "x".repeat(600_000) + "\",\"k\":\"a\"}";
        RawResponse first = json(large);
        assertThat(first.text()).isEqualTo(large);
        RawResponse retry = json(large);
        assertThat(retry.isReplay()).isTrue();
        assertExecutions(1);
    }

    @Test
    void row018_placesThatDifferAreRefusedAndPlacesThatAgreeAreOneKey() {
        assertReplays(json("{\"k\":\"a\"}", "Idempotency-Key: a"), json("{\"k\":\"a\"}"));
        assertProblem(json("{\"k\":\"a\"}", "Idempotency-Key: b"), 400, "invalid-key");
        assertProblem(json("{\"k\":1}", "Idempotency-Key: b"), 400, "invalid-key");
        assertThat(json("{\"K\":\"a\"}", "Idempotency-Key: b").status()).isEqualTo(201);
        assertExecutions(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"k\":1}",
                "{\"k\":null}",
                "{\"k\":{}}",
                "{\"k\":\"a\",\"k\":\"a\"}",
                "{\"k\":\"a\"",
                "{\"k\":\"\"}"
            })
    void row007_023_aKeyInABodyThatCannotBeUsedIsRefusedEvenWhereItIsOptional(String body) {
        assertProblem(json(body), 400, "invalid-key");
        optional("json:/k");
        assertProblem(json(body), 400, "invalid-key");
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row020_aMissingKeyIsAskedForInAllPlaces() {
        RawResponse refused = json("{}");
        assertProblem(refused, 400, "missing-key");
        assertThat(refused.text()).contains("Idempotency-Key header field", "/k of the JSON body");
        assertProblem(json(""), 400, "missing-key");
        assertProblem(send(request("POST /echo", "")), 400, "missing-key");
        assertExecutions(0);
    }

    @Test
    void row022_whereOnlyHeadersAreLookedAtNoBodyIsReadAndNoStoreAsked() throws IOException {
        optional("header:Idempotency-Key", "query:k");
        service.on("/early", (request, response) -> response.setStatus(204));
        try (RawConnection connection = connect()) {
            connection.send(head("POST /early", JSON, "Content-Length: 9", "Expect: 100-continue"));
            assertThat(connection.head().status()).isEqualTo(204);
        }
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row022_withoutAKeyInItsBodyAnOptionalRequestRunsAsWithoutTheLayer() {
        optional("json:/k", "form:k");
        for (int time = 0; time < 2; time++) {
            RawResponse plain = json("{\"a\":1}");
            assertThat(plain.text()).isEqualTo("{\"a\":1}");
            assertThat(plain.isReplay()).isFalse();
        }
        service.on("/form", (request, response) -> response.getWriter().print(request.getParameter("a")));
        assertThat(send(request("POST /form", "a=1%202", FORM)).text()).isEqualTo("1 2");
        assertExecutions(3);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row022_workThatGoesOnInADispatchStillReadsTheBody() {
        optional("json:/k");
        service.on("/later", (request, response) -> {
            if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                AsyncContext context = request.startAsync();
                context.dispatch();
            } else {
                request.getInputStream().transferTo(response.getOutputStream());
            }
        });
        String large = "{\"a\":\"" + "x".repeat(600_000) + "\"}";
        assertThat(send(request("POST /later", large, JSON)).text()).isEqualTo(large);
        assertThat(send(request("POST /later", "{\"a\":1}", JSON)).text()).isEqualTo("{\"a\":1}");
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row022_workOnAThreadOfItsOwnStillReadsTheBody() {
        optional("json:/k");
        service.on("/later", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.start(() -> {
                try {
                    context.getRequest()
                            .getInputStream()
                            .transferTo(context.getResponse().getOutputStream());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    context.complete();
                }
            });
        });
        assertThat(send(request("POST /later", "{\"a\":1}", JSON)).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void row023_aBodyThatCannotBeLookedIntoIsRefusedUnlessAnotherPlaceHasTheKey() throws IOException {
        optional("header:Idempotency-Key", "json:/k");
        assertProblem(send(request("POST /echo", "{\"k\":\"a\"}", "Content-Type: text/plain")), 400, "invalid-key");
        assertProblem(send(request("POST /echo", "{\"k\":\"a\"}")), 400, "invalid-key");
        assertThat(post("/echo", "text", "Content-Type: text/plain").text()).isEqualTo("text");
        String parts = "--b\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\na\r\n--b--\r\n";
        String type = "Content-Type: multipart/form-data; boundary=b";
        assertProblem(send(request("POST /parts/echo", parts, type)), 400, "invalid-key");
        assertProblem(send(request("POST /echo", parts, type)), 400, "invalid-key");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"k\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        }
        String gzip = zipped.toString(StandardCharsets.ISO_8859_1);
        RawResponse refused = json(gzip, "Content-Encoding: gzip");
        assertProblem(refused, 400, "invalid-key");
        assertThat(refused.text()).contains("encoding");
        String plain = "{\"k\":\"a\"}";
        assertProblem(json(plain, "Content-Encoding: identity", "Content-Encoding: gzip"), 400, "invalid-key");
        assertThat(json(gzip, "Content-Encoding: gzip", "Idempotency-Key: z").status())
                .isEqualTo(201);
        assertExecutions(2);
    }

    @Test
    void row114_aBodyAboveTheLimitIsRefusedAndNotSearched() {
        RequestRules small = RequestRules.standard()
                .withRequirement(KeyRequirement.OPTIONAL)
                .withLimits(BodyLimits.standard().withMemoryBytes(10).withMaxRequestBytes(100));
        service.guarding(HttpPolicy.standard().withKeys(rules("json:/k")).withRequests(small));
        String body = "{\"a\":\"" + "x".repeat(200) + "\"}";
        assertProblem(json(body), 413, "payload-too-large");
        assertProblem(
                send(head("POST /echo", JSON, "Transfer-Encoding: chunked") + chunks(body)), 413, "payload-too-large");
        assertExecutions(0);
    }

    @Test
    void row018_aChunkedBodyIsSearched() {
        String sent = head("POST /echo", JSON, "Transfer-Encoding: chunked") + chunks("{\"k\":\"a\"}");
        assertReplays(send(sent), send(sent));
        assertExecutions(1);
    }

    @Test
    void row122_whatIsWrongBeforeTheBodyIsRefusedWithoutWaitingForIt() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(
                    head("POST /echo", JSON, "Content-Length: 9", "Expect: 100-continue", "Idempotency-Key: \"a"));
            assertThat(connection.head().status()).isEqualTo(400);
        }
        assertExecutions(0);
    }

    @Test
    void row123_theBodyIsAskedForWhenTheKeyMayBeInIt() throws IOException {
        for (int status : new int[] {201, 400}) {
            try (RawConnection connection = connect()) {
                connection.send(head("POST /echo", JSON, "Content-Length: 9", "Expect: 100-continue"));
                assertThat(connection.head().status()).isEqualTo(100);
                connection.send(status == 201 ? "{\"k\":\"a\"}" : "{\"k\":123}");
                assertThat(connection.read().status()).isEqualTo(status);
            }
        }
        assertExecutions(1);
    }

    @Test
    void row018_aKeyInAMergePatchExecutesOnce() {
        String patch = request("PATCH /echo", "{\"k\":\"a\"}", "Content-Type: application/merge-patch+json");
        assertReplays(send(patch), send(patch));
        assertExecutions(1);
    }

    @Test
    void row018_aKeyInTheQueryExecutesOnce() {
        places("query:request_id");
        assertReplays(
                send(request("POST /echo?request_id=a%2Db", "x")), send(request("POST /echo?request_id=a%2Db", "x")));
        assertProblem(send(request("POST /echo?request_id=a&request_id=a", "x")), 400, "invalid-key");
        assertProblem(send(request("POST /echo?request_id=", "x")), 400, "invalid-key");
        assertProblem(send(request("POST /echo?requestid=a", "x")), 400, "missing-key");
        assertExecutions(1);
    }

    @Test
    void row018_aKeyInAFormExecutesOnceAndTheHandlerHasItsParameters() {
        service.guarding(KeyPreset.AWS.applyTo(HttpPolicy.standard()));
        service.on("/form", (request, response) -> {
            response.setStatus(201);
            response.getWriter().print(request.getParameter("ClientToken") + request.getParameter("a"));
        });
        String sent = request("POST /form", "a=1&ClientToken=t%201", FORM);
        RawResponse first = send(sent);
        assertThat(first.text()).isEqualTo("t 11");
        assertReplays(first, send(sent));
        assertReplays(
                send(request("POST /form", "a=1&ClientToken=u", FORM, "X-Read-Before: parameters")),
                send(request("POST /form", "a=1&ClientToken=u", FORM)));
        assertProblem(send(request("POST /form?ClientToken=x", "ClientToken=y", FORM)), 400, "invalid-key");
        assertProblem(send(request("POST /form", "ClientToken=y&ClientToken=y", FORM)), 400, "invalid-key");
        assertExecutions(2);
    }

    @Test
    void row019_formatAndLengthHoldInEveryPlace() {
        service.guarding(KeyPreset.GOOGLE.applyTo(HttpPolicy.standard()));
        assertProblem(json("{\"request_id\":\"a\"}"), 400, "invalid-key");
        assertProblem(send(request("POST /echo?requestId=a", "{}", JSON)), 400, "invalid-key");
        assertThat(json("{\"request_id\":\"" + key + "\"}").status()).isEqualTo(201);
        assertExecutions(1);
    }

    @Test
    void row018_stripesMarkerComesWithStripesHeader() {
        service.guarding(KeyPreset.STRIPE.applyTo(HttpPolicy.standard()));
        post("/echo", "{}");
        assertThat(post("/echo", "{}").header("Idempotent-Replayed")).contains("true");
        assertExecutions(1);
    }
}
