/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyPolicy;
import dev.semel.Scope;
import dev.semel.http.AnswerRules;
import dev.semel.http.FirstSentRules;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyRules;
import dev.semel.http.KeyScope;
import dev.semel.http.RequestDigest;
import dev.semel.http.RequestRules;
import dev.semel.http.RequestView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups H, I and J of the HTTP semantics: expiry, scope and security. */
abstract class ScopeBehaviours extends ServerTest {
    private static final String ANN = "Authorization: Bearer ann";
    private static final String BOB = "Authorization: Bearer bob";
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/private", (request, response) -> response.getWriter()
                .print(Service.principal(request).orElseThrow()));
        service.on("/items", (request, response) -> response.setStatus(201));
    }

    @Test
    void row101_102_afterItsRetentionAKeyIsNew() {
        post("/echo", "x");
        service.advance(Duration.ofHours(24).minus(service.slack()));
        assertThat(post("/echo", "x").isReplay()).isTrue();
        service.advance(service.slack());
        assertThat(post("/echo", "other").isReplay()).isFalse();
        assertExecutions(2);
    }

    @Test
    void row103_aRunningRequestOutlivesTheRetention() {
        service.guarding(HttpOperation.of(
                "any",
                IdempotencyPolicy.leased().withLease(Duration.ofSeconds(20)).withRetention(Duration.ofSeconds(20)),
                HttpPolicy.standard()));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        service.on("/slow", (request, response) -> {
            ((dev.semel.Execution) request.getAttribute(SemelFilter.EXECUTION_ATTRIBUTE)).beforeExternalEffect();
            service.advance(Duration.ofSeconds(15));
            ((dev.semel.Execution) request.getAttribute(SemelFilter.EXECUTION_ATTRIBUTE)).beforeExternalEffect();
            service.advance(Duration.ofSeconds(15));
            entered.countDown();
            await(leave);
        });
        CompletableFuture<RawResponse> first = postLater(0, "/slow", "x");
        await(entered);
        assertProblem(postOn(1, "/slow", "x"), 409, "conflict");
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(200);
        assertExecutions(1);
    }

    @Test
    void row104_recordedAnswersTellWhenTheyExpireIfConfigured() {
        HttpPolicy policy =
                HttpPolicy.standard().withAnswers(AnswerRules.standard().withExpiresHeader(AnswerRules.EXPIRES_HEADER));
        service.guarding(policy);
        service.on("/released", (request, response) -> response.setStatus(503));
        assertThat(post("/released", "x", ANN).header("Idempotency-Expires")).isEmpty();
        RawResponse first = post("/echo", "x");
        Instant dueAt = service.storeTime().plus(Duration.ofHours(24));
        assertThat(expiry(first)).isBetween(dueAt.minus(service.slack()), dueAt);
        service.advance(Duration.ofHours(1));
        RawResponse second = post("/echo", "x");
        assertReplays(first, second);
        dueAt = service.storeTime().plus(Duration.ofHours(23));
        assertThat(expiry(second)).isBetween(dueAt.minus(service.slack()), dueAt);
        assertThat(post("/echo", "y").header("Idempotency-Expires")).isEmpty();
        service.guarding(HttpPolicy.standard());
        assertThat(post("/echo", "x").header("Idempotency-Expires")).isEmpty();
    }

    private static Instant expiry(RawResponse response) {
        String date = response.header("Idempotency-Expires").orElseThrow();
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    }

    private void lookingAtTheAge(FirstSentRules rules) {
        service.guarding(
                HttpPolicy.standard().withRequests(RequestRules.standard().withFirstSent(rules)));
    }

    private RawResponse sentFirst(String age) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                service.clock.instant().minus(Duration.parse(age)).atOffset(ZoneOffset.UTC));
        return post("/echo", "x", "Repeatability-First-Sent: " + date.replaceFirst(", (\\d) ", ", 0$1 "));
    }

    @Test
    void row105_aRequestThatMayHaveExpiredIsRefusedAndStoresNothing() {
        lookingAtTheAge(FirstSentRules.standard());
        assertProblem(sentFirst("PT23H56M"), 412, "expired-key");
        assertProblem(sentFirst("PT48H"), 412, "expired-key");
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
        RawResponse first = sentFirst("PT23H54M");
        assertReplays(first, sentFirst("PT0S"));
        assertReplays(first, post("/echo", "x"));
        assertExecutions(1);
    }

    @Test
    void row105_afterTheRetentionARetryIsNotExecutedAgain() {
        lookingAtTheAge(FirstSentRules.standard());
        sentFirst("PT0S");
        service.advance(Duration.ofHours(24).plusSeconds(1));
        assertProblem(sentFirst("PT24H"), 412, "expired-key");
        assertExecutions(1);
    }

    @Test
    void row105_aTimeThatCannotBeUsedIsRefused() {
        lookingAtTheAge(FirstSentRules.standard());
        assertThat(sentFirst("-PT4M").status()).isEqualTo(201);
        assertProblem(sentFirst("-PT6M"), 400, "invalid-first-sent");
        for (String wrong : List.of(
                "yesterday",
                "",
                "1767225600",
                "2026-01-01T00:00:00Z",
                "Thu, 1 Jan 2026 00:00:00 GMT",
                "Fri, 01 Jan 2026 00:00:00 GMT",
                "Thu, 01 Jan 2026 00:00:00 +0000",
                "Thu, 31 Feb 2026 00:00:00 GMT",
                "Fri, 31 Feb 2025 00:00:00 GMT",
                "Wed, 31 Dec 2025 24:00:00 GMT")) {
            assertProblem(post("/echo", "y", "Repeatability-First-Sent: " + wrong), 400, "invalid-first-sent");
        }
        String date = "Repeatability-First-Sent: Thu, 01 Jan 2026 00:00:00 GMT";
        assertProblem(post("/echo", "y", date, date), 400, "invalid-first-sent");
        assertExecutions(1);
    }

    @Test
    void row105_aBodyThatArrivesAfterTheRecordMayHaveExpiredIsRefused() {
        lookingAtTheAge(FirstSentRules.standard());
        try (RawConnection connection = connect()) {
            connection.send(head(
                    "POST /echo",
                    "Idempotency-Key: " + key,
                    "Repeatability-First-Sent: Thu, 01 Jan 2026 00:00:00 GMT",
                    "Content-Length: 1",
                    "Expect: 100-continue"));
            assertThat(connection.read().status()).isEqualTo(100);
            service.advance(Duration.ofHours(24));
            assertProblem(connection.send("x").read(), 412, "expired-key");
        }
        assertExecutions(0);
    }

    @Test
    void row105_theTimeCanBeRequired() {
        lookingAtTheAge(FirstSentRules.standard().asRequired());
        assertProblem(post("/echo", "x"), 400, "invalid-first-sent");
        assertThat(sentFirst("PT0S").status()).isEqualTo(201);
        assertExecutions(1);
    }

    @Test
    void row106_113_principalsDoNotMeet() {
        assertThat(post("/private", "x", BOB).text()).isEqualTo("bob");
        assertThat(post("/private", "x", ANN).text()).isEqualTo("ann");
        assertThat(post("/private", "x", BOB).text()).isEqualTo("bob");
        assertThat(post("/private", "other", "Authorization: Bearer eve").text())
                .isEqualTo("eve");
        assertExecutions(3);
    }

    @Test
    void row107_operationsDoNotMeetUnlessTheyShareAName() {
        service.guarding("/items/a", Service.operation("a", HttpPolicy.standard()));
        service.guarding("/items/b", Service.operation("b", HttpPolicy.standard()));
        post("/items/a", "x");
        assertThat(post("/items/b", "x").isReplay()).isFalse();
        assertExecutions(2);
        HttpOperation shared = Service.operation("shared", HttpPolicy.standard());
        service.guarding("/items/a", shared).guarding("/items/b", shared);
        post("/items/a", "x");
        assertProblem(post("/items/b", "x"), 422, "fingerprint-mismatch");
    }

    @Test
    void row107_operationsThatShareTheCallersKeysRefuseAKeyOfAnother() {
        KeyRules shared = KeyRules.standard().withScope(KeyScope.PRINCIPAL);
        HttpPolicy policy = HttpPolicy.standard().withKeys(shared);
        service.guarding("/items/a", Service.operation("a", policy));
        service.guarding("/items/b", Service.operation("b", policy));
        RawResponse first = post("/items/a", "x", ANN);
        assertProblem(post("/items/b", "x", ANN), 422, "fingerprint-mismatch");
        assertReplays(first, post("/items/a", "x", ANN));
        assertThat(post("/items/b", "x", BOB).isReplay()).isFalse();
        assertExecutions(2);
    }

    @Test
    void row107_anAnswerOfAnotherOperationIsNotReplayedThoughADigestIgnoresThePath() {
        HttpPolicy policy = HttpPolicy.standard()
                .withKeys(KeyRules.standard().withScope(KeyScope.PRINCIPAL))
                .withRequests(RequestRules.standard().withDigests(new PathlessDigest()));
        service.guarding("/items/a", Service.operation("a", policy));
        service.guarding("/items/b", Service.operation("b", policy));
        post("/items/a", "x");
        assertProblem(post("/items/b", "x"), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    private record PathlessDigest() implements RequestDigest {
        @Override
        public int algorithm() {
            return 100;
        }

        @Override
        public Fingerprint digest(RequestView request) {
            return new Fingerprint(algorithm(), Bytes.utf8(request.method()));
        }
    }

    @Test
    void row108_109_scopesOfSeveralPartsDoNotMeet() {
        assertThat(Scope.of("a", "b:c")).isNotEqualTo(Scope.of("a:b", "c"));
        post("/echo", "x", "Authorization: Bearer a");
        String tenant = request("POST /echo", "x", "Authorization: Bearer a:b", "Idempotency-Key: \"c\"");
        String other = request("POST /echo", "x", "Authorization: Bearer a", "Idempotency-Key: \"b:c\"");
        assertThat(send(tenant).isReplay()).isFalse();
        assertThat(send(other).isReplay()).isFalse();
        assertThat(send(tenant).isReplay()).isTrue();
        assertExecutions(3);
    }

    @Test
    void row110_strangersShareNoScope() {
        service.withoutScopeForStrangers();
        service.guarding("/items", Service.operation("optional", HttpPolicy.optional()));
        RawResponse refused = post("/echo", "x");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).contains("application/problem+json");
        assertExecutions(0);
        post("/items", "x");
        assertThat(post("/items", "x").isReplay()).isFalse();
        assertExecutions(2);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row111_withoutCredentialsAKnownKeyLooksLikeAnUnknownOne() {
        post("/private", "x", ANN);
        int calls = service.store.calls.get();
        RawResponse known = post("/private", "x");
        RawResponse unknown = send(request("POST /private", "x", "Idempotency-Key: never-used"));
        assertThat(known.status()).isEqualTo(401);
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(service.store.calls).hasValue(calls);
        assertThat(post("/private", "x", ANN).isReplay()).isTrue();
        assertExecutions(1);
    }

    @Test
    void row112_whoLostThePermissionGetsNoReplay() {
        post("/private", "x", ANN);
        service.revoked.add("ann");
        RawResponse response = post("/private", "x", ANN);
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).doesNotContain("ann");
        service.revoked.remove("ann");
        assertThat(post("/private", "x", ANN).isReplay()).isTrue();
    }

    @Test
    void row114_hostileKeysAreKeysLikeOthersAndAreNotEchoed() {
        List<String> keys = List.of(
                "'; DROP TABLE x--", "../../etc", "*", "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>");
        for (String hostile : keys) {
            String header = "Idempotency-Key: \"" + hostile + '"';
            assertReplays(send(request("POST /echo", "x", header)), send(request("POST /echo", "x", header)));
            RawResponse mismatch = send(request("POST /echo", "y", header));
            assertProblem(mismatch, 422, "fingerprint-mismatch");
            assertThat(mismatch.text()).doesNotContain(hostile);
        }
        assertExecutions(keys.size());
    }

    @Test
    void row133_otherFormatsAreAnsweredWithAProblemDocumentToo() {
        RawResponse response = send(request("POST /echo", "x", "Accept: text/html"));
        assertProblem(response, 400, "missing-key");
    }
}
