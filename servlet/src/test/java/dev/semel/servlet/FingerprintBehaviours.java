/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.http.AnswerRules;
import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestDigest;
import dev.semel.http.RequestRules;
import dev.semel.http.RequestView;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group D of the HTTP semantics. */
abstract class FingerprintBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/items", (request, response) -> response.setStatus(201));
    }

    private void digesting(RequestDigest... digests) {
        service.guarding(
                HttpPolicy.standard().withRequests(RequestRules.standard().withDigests(digests)));
    }

    private static final String MISMATCH = "fingerprint-mismatch";
    private static final String JSON = "Content-Type: application/json";

    @Test
    void row032_033_anotherBodyIsRefusedAndChangesNothing() {
        RawResponse first = post("/echo", "one");
        assertProblem(post("/echo", "two"), 422, MISMATCH);
        assertReplays(first, post("/echo", "one"));
        assertExecutions(1);
    }

    @Test
    void row034_anotherPathOfTheSameOperationIsRefused() {
        post("/items/1", "x");
        assertProblem(post("/items/2", "x"), 422, MISMATCH);
        assertExecutions(1);
    }

    @Test
    void row035_anotherQueryIsRefused() {
        post("/items?a=1&b=2", "x");
        assertProblem(post("/items?a=1&b=3", "x"), 422, MISMATCH);
        assertProblem(post("/items?b=2&a=1", "x"), 422, MISMATCH);
    }

    @Test
    void row035_theOrderOfTheQueryDoesNotCountIfConfigured() {
        digesting(RequestDigest.normalizingQuery());
        assertReplays(post("/items?a=1&b=2", "x"), post("/items?b=2&a=1", "x"));
        assertProblem(post("/items?b=2&a=2", "x"), 422, MISMATCH);
    }

    @Test
    void row036_anotherMediaTypeOrCharsetIsRefused() {
        post("/echo", "x", "Content-Type: text/plain; charset=utf-8");
        assertProblem(post("/echo", "x", "Content-Type: text/plain"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Content-Type: text/plain; charset=latin1"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Content-Type: text/html; charset=utf-8"), 422, MISMATCH);
        assertThat(post("/echo", "x", "Content-Type: TEXT/plain;charset=UTF-8").isReplay())
                .isTrue();
    }

    @Test
    void row037_reorderedJsonIsRefusedUnlessCanonical() {
        post("/items", "{\"a\":1,\"b\":2}", JSON);
        assertProblem(post("/items", "{\"b\":2,\"a\":1}", JSON), 422, MISMATCH);
        digesting(RequestDigest.canonicalJson());
        String other = "Idempotency-Key: canonical";
        send(request("POST /items", "{\"a\":1,\"b\":[1,2]}", JSON, other));
        assertThat(send(request("POST /items", "{ \"b\":[1,2], \"a\":1}", JSON, other))
                        .isReplay())
                .isTrue();
        assertProblem(send(request("POST /items", "{\"b\":[2,1],\"a\":1}", JSON, other)), 422, MISMATCH);
        assertProblem(send(request("POST /items", "{\"b\":[1,2],\"a\":1.0}", JSON, other)), 422, MISMATCH);
    }

    @Test
    void row038_041_onlySomeFieldsCountIfConfigured() {
        digesting(RequestDigest.jsonFields("amount"));
        post("/items", "{\"amount\":1,\"nonce\":1}", JSON);
        assertThat(post("/items", "{\"amount\":1,\"nonce\":2}", JSON).isReplay())
                .isTrue();
        assertProblem(post("/items", "{\"amount\":2,\"nonce\":1}", JSON), 422, MISMATCH);
    }

    @Test
    void row041_volatileFieldsDoNotCountIfConfigured() {
        digesting(RequestDigest.jsonExceptFields("nonce"));
        post("/items", "{\"amount\":1,\"nonce\":1}", JSON);
        assertThat(post("/items", "{\"amount\":1,\"nonce\":2}", JSON).isReplay())
                .isTrue();
        assertProblem(post("/items", "{\"amount\":2,\"nonce\":2}", JSON), 422, MISMATCH);
    }

    @Test
    void row039_otherHeadersDoNotCount() {
        post("/echo", "x", "User-Agent: a", "traceparent: 1", "X-Request-Id: 1", "Accept-Encoding: gzip");
        assertThat(post(
                                "/echo",
                                "x",
                                "User-Agent: b",
                                "Date: Sat, 21 Nov 2026 02:00:00 GMT",
                                "traceparent: 2",
                                "X-Request-Id: 2",
                                "X-Forwarded-For: 10.0.0.1")
                        .isReplay())
                .isTrue();
    }

    @Test
    void row040_aRefreshedTokenOfThePrincipalReplays() {
        RawResponse first = post("/echo", "x", "Authorization: Bearer ann#1");
        assertReplays(first, post("/echo", "x", "Authorization: Bearer ann#2"));
        assertExecutions(1);
    }

    @Test
    void row042_framingDoesNotCount() {
        RawResponse first = post("/echo", "hello");
        RawResponse chunked = send(head("POST /echo", "Idempotency-Key: " + key, "Transfer-Encoding: chunked")
                + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
        assertReplays(first, chunked);
    }

    @Test
    void row043_compressedBodiesAreComparedAsBytes() throws IOException {
        String body = FingerprintChoicesBehaviours.gzip("hello", Deflater.DEFAULT_COMPRESSION);
        RawResponse first = post("/echo", body, "Content-Encoding: gzip");
        assertReplays(first, post("/echo", body, "Content-Encoding: gzip"));
        assertProblem(post("/echo", "hello"), 422, MISMATCH);
    }

    @Test
    void row045_noBodyIsAnEmptyBody() {
        RawResponse first = send(head("POST /echo", "Idempotency-Key: " + key));
        assertReplays(first, post("/echo", ""));
    }

    @Test
    void row046_aMismatchIsToldWhileTheFirstIsRunning() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        service.on("/slow", (request, response) -> {
            entered.countDown();
            await(leave);
        });
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "one");
        await(entered);
        assertProblem(postOn(0, "/slow", "two"), 422, MISMATCH);
        assertProblem(postOn(1, "/slow", "two"), 422, MISMATCH);
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(200);
        assertExecutions(1);
    }

    @Test
    void row047_theStatusOfAMismatchCanBeChosen() {
        for (int status : new int[] {400, 409}) {
            service.guarding(
                    HttpPolicy.standard().withAnswers(AnswerRules.standard().withMismatchStatus(status)));
            post("/echo", "one");
            assertProblem(post("/echo", "two"), status, MISMATCH);
        }
    }

    @Test
    void row048_withoutFingerprintAnotherBodyReplays() {
        digesting();
        assertReplays(post("/echo", "one"), post("/echo", "two"));
        assertExecutions(1);
    }

    /** A later release's algorithm: it does not look at the query. */
    private record Later() implements RequestDigest {
        @Override
        public int algorithm() {
            return 99;
        }

        @Override
        public Fingerprint digest(RequestView request) {
            return new Fingerprint(99, Bytes.utf8(request.path()));
        }
    }

    @Test
    void row049_aRecordOfTheEarlierAlgorithmReplaysOnTheLaterRelease() {
        RawResponse first = post("/echo", "one");
        digesting(new Later(), RequestDigest.exact());
        assertReplays(first, post("/echo", "one"));
        assertProblem(post("/echo", "two"), 422, MISMATCH);
        assertExecutions(1);
    }

    @Test
    void row049_anUnknownAlgorithmIsNoMismatchAndExecutesNothing() {
        digesting(new Later());
        post("/echo", "one");
        digesting(RequestDigest.exact());
        RawResponse response = post("/echo", "one");
        assertProblem(response, 503, "store-unavailable");
        assertThat(response.header("Retry-After")).isPresent();
        assertExecutions(1);
    }
}
