/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Execution;
import dev.semel.IdempotencyPolicy;
import dev.semel.http.Abandoned;
import dev.semel.http.AnswerRules;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestDigest;
import dev.semel.http.StoreDown;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group G of the HTTP semantics: crashes, and a store that is away or damaged. */
abstract class StoreTroubleBehaviours extends ServerTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/slow", (request, response) -> {
            entered.countDown();
            await(leave);
            response.getWriter().print("done");
        });
    }

    private void leased(Duration lease, AnswerRules answers) {
        service.guarding(HttpOperation.of(
                "any",
                IdempotencyPolicy.leased().withLease(lease),
                HttpPolicy.standard().withAnswers(answers)));
    }

    @Test
    void row093_afterACrashTheRetryWaitsForTheLeaseAndIsToldThatItRecovers() {
        List<Boolean> recovered = new CopyOnWriteArrayList<>();
        service.on("/crash", (request, response) -> {
            recovered.add(((Execution) request.getAttribute(SemelFilter.EXECUTION_ATTRIBUTE)).recovered());
            if (recovered.size() == 1) {
                entered.countDown();
                await(leave);
            }
            response.getWriter().print("answer " + recovered.size());
        });
        CompletableFuture<RawResponse> lost = postLater(0, "/crash", "x");
        await(entered);
        service.executor(0).close();
        assertProblem(postOn(1, "/crash", "x"), 409, "conflict");
        service.advance(Duration.ofSeconds(31));
        RawResponse retry = postOn(1, "/crash", "x");
        assertThat(retry.text()).isEqualTo("answer 2");
        assertThat(retry.isReplay()).isFalse();
        assertThat(recovered).containsExactly(false, true);
        leave.countDown();
        // row 96: the late owner gives the winner's answer, never its own
        assertReplays(retry, get(lost));
        assertReplays(retry, postOn(1, "/crash", "x"));
    }

    @Test
    void row094_afterACrashTheKeyCanBeQuarantined() {
        leased(Duration.ofSeconds(30), AnswerRules.standard().withAbandoned(Abandoned.QUARANTINE));
        CompletableFuture<RawResponse> lost = postLater(0, "/slow", "x");
        await(entered);
        service.executor(0).close();
        service.advance(Duration.ofSeconds(31));
        assertProblem(postOn(1, "/slow", "x"), 409, "indeterminate");
        service.advance(Duration.ofHours(1));
        RawResponse later = postOn(1, "/slow", "x");
        assertProblem(later, 409, "indeterminate");
        assertThat(later.header("Retry-After")).isEmpty();
        leave.countDown();
        assertThat(get(lost).status()).isEqualTo(409);
        assertExecutions(1);
    }

    @Test
    void row097_withoutTheStoreNothingExecutes() {
        service.store.down = true;
        RawResponse response = post("/echo", "x");
        assertProblem(response, 503, "store-unavailable");
        assertThat(Integer.parseInt(response.header("Retry-After").orElse("0"))).isPositive();
        assertExecutions(0);
        service.store.down = false;
        assertThat(post("/echo", "x").isReplay()).isFalse();
        assertExecutions(1);
    }

    @Test
    void row097_anOptionalRouteCanExecuteWithoutTheStore() {
        service.guarding(
                HttpPolicy.optional().withAnswers(AnswerRules.standard().withStoreDown(StoreDown.EXECUTE)));
        service.store.down = true;
        for (int i = 0; i < 2; i++) {
            RawResponse response = post("/echo", "x");
            assertThat(response.text()).isEqualTo("x");
            assertThat(response.header("Idempotency-Replayed")).isEmpty();
            assertThat(response.header("Idempotency-Recorded")).contains("no");
        }
        assertExecutions(2);
    }

    @Test
    void row097_whatExecutesWithoutTheStoreReadsItsBodyInADispatch() {
        executingWithoutTheStore(RequestDigest.exact());
        service.store.down = true;
        service.on("/later", (request, response) -> {
            if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                request.startAsync().dispatch();
            } else {
                request.getInputStream().transferTo(response.getOutputStream());
            }
        });
        assertThat(post("/later", "x").text()).isEqualTo("x");
    }

    private void executingWithoutTheStore(RequestDigest digest) {
        HttpPolicy policy = HttpPolicy.optional();
        service.guarding(policy.withAnswers(policy.answers().withStoreDown(StoreDown.EXECUTE))
                .withRequests(policy.requests().withDigests(digest)));
    }

    @Test
    void row100_aRecordThatCannotBeReadIsNotAStoreThatIsAway() {
        executingWithoutTheStore(RequestDigest.exact());
        service.store.onComplete =
                result -> new RecordedResult(result.kind(), result.codec(), result.version() + 1, result.payload());
        post("/echo", "x");
        assertProblem(postOn(1, "/echo", "x"), 503, "store-unavailable");
        service.store.unreadable = true;
        assertProblem(postOn(1, "/echo", "x"), 503, "store-unavailable");
        assertExecutions(1);
    }

    @Test
    void aFingerprintThatCannotBeComparedIsNotAStoreThatIsAway() {
        executingWithoutTheStore(RequestDigest.exact());
        post("/echo", "x");
        executingWithoutTheStore(RequestDigest.canonicalJson());
        assertProblem(post("/echo", "x"), 503, "store-unavailable");
        assertExecutions(1);
    }

    @Test
    void aClaimWhoseAnswersAreLostIsNotAStoreThatIsAway() {
        executingWithoutTheStore(RequestDigest.exact());
        service.store.lostClaimAnswers.set(1000);
        assertProblem(post("/echo", "x"), 503, "store-unavailable");
        assertExecutions(0);
    }

    /** Else whoever sends enough gets requests executed that are recorded already. */
    @Test
    void aStoreThatHasTooMuchToDoIsNotAway() {
        executingWithoutTheStore(RequestDigest.exact());
        service.store.overloaded = true;
        assertProblem(post("/echo", "x"), 503, "store-unavailable");
        assertExecutions(0);
        service.store.overloaded = false;
        RawResponse first = post("/echo", "x");
        service.store.overloaded = true;
        assertProblem(postOn(1, "/echo", "x"), 503, "store-unavailable");
        service.store.overloaded = false;
        assertReplays(first, postOn(1, "/echo", "x"));
        assertExecutions(1);
    }

    @Test
    void row098_withoutTheStoreAtTheEndTheClientGetsTheRealAnswer() {
        leased(Duration.ofMillis(200), AnswerRules.standard());
        service.store.completionsFail = true;
        RawResponse response = post("/echo", "x");
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.text()).isEqualTo("x");
        assertThat(response.header("Idempotency-Recorded")).contains("unknown");
        assertProblem(postOn(1, "/echo", "x"), 409, "conflict");
        assertExecutions(1);
    }

    @Test
    void row100_aRecordThatCannotBeReadIsNotAbsent() {
        List<RecordedResult> damaged = List.of(
                new RecordedResult(RecordedResult.Kind.VALUE, "http-response", 2, Bytes.utf8("newer")),
                new RecordedResult(RecordedResult.Kind.VALUE, "http-response", 1, Bytes.utf8("corrupt")),
                new RecordedResult(RecordedResult.Kind.OMITTED, "http-response", 1, Bytes.EMPTY),
                new RecordedResult(RecordedResult.Kind.VALUE, "other", 1, Bytes.utf8("x")));
        int number = 0;
        for (RecordedResult result : damaged) {
            service.store.onComplete = ignored -> result;
            String header = "Idempotency-Key: damaged-" + ++number;
            send(1, request("POST /echo", "x", header));
            assertProblem(send(0, request("POST /echo", "x", header)), 503, "store-unavailable");
        }
        assertExecutions(damaged.size());
    }

    @Test
    void aHeldHeaderWithALineBreakNeverReachesAnybody() {
        service.on("/headers", (request, response) -> response.setHeader("X-A", "1..Set-Cookie: sid=evil"));
        service.store.onComplete = result -> {
            byte[] bytes = result.payload().toArray();
            int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("..");
            bytes[at] = '\r';
            bytes[at + 1] = '\n';
            return new RecordedResult(result.kind(), result.codec(), result.version(), Bytes.wrap(bytes));
        };
        send(1, request("POST /headers", "x", "Idempotency-Key: " + key));
        RawResponse retry = send(0, request("POST /headers", "x", "Idempotency-Key: " + key));
        assertProblem(retry, 503, "store-unavailable");
        assertThat(retry.header("Set-Cookie")).isEmpty();
    }
}
