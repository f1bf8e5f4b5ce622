/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.http.AnswerRules;
import dev.semel.http.CurrentState;
import dev.semel.http.HeaderField;
import dev.semel.http.HeaderRules;
import dev.semel.http.HttpPolicy;
import dev.semel.http.ReplayMarkers;
import dev.semel.http.ResponseRules;
import dev.semel.http.StoredResponse;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group F of the HTTP semantics. */
abstract class ReplayBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 303})
    void row060_062_theStatusIsReplayed(int status) {
        service.on("/status", (request, response) -> {
            response.setStatus(status);
            response.setHeader("Location", "/items/1");
            if (status != 204) {
                response.getWriter().print("body");
            }
        });
        RawResponse first = post("/status", "x");
        RawResponse second = post("/status", "x");
        assertReplays(first, second);
        assertThat(second.status()).isEqualTo(status);
        assertThat(second.header("Location")).contains("/items/1");
        if (status == 204) {
            assertThat(second.header("Content-Length")).isEmpty();
            assertThat(second.body()).isEmpty();
        }
        assertExecutions(1);
    }

    private void rebuilding(CurrentState hook) {
        service.guarding(
                HttpPolicy.standard().withAnswers(AnswerRules.standard().withCurrentState(hook)));
    }

    @Test
    void row077_aReplayCanBeRebuiltByTheApplication() {
        rebuilding((request, recorded) -> StoredResponse.of(
                200,
                List.of(new HeaderField("ETag", "\"v2\""), new HeaderField("Transfer-Encoding", "chunked")),
                Bytes.utf8(request.path() + " " + recorded.status() + " " + request.headers("X-Note"))));
        RawResponse first = post("/echo", "x");
        RawResponse second = post("/echo", "x", "X-Note: late");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.isReplay()).isTrue();
        assertThat(second.text()).isEqualTo("/echo 201 [late]");
        assertThat(second.header("ETag")).contains("\"v2\"");
        assertThat(second.header("Transfer-Encoding")).isEmpty();
        assertExecutions(1);
    }

    @Test
    void row077_theRecordedAnswerIsGivenWhereItCannotBeRebuilt() {
        RawResponse first = post("/echo", "x");
        rebuilding((request, recorded) -> {
            throw new IOException("the database is away");
        });
        assertReplays(first, post("/echo", "x"));
        rebuilding((request, recorded) -> recorded);
        assertReplays(first, post("/echo", "x"));
        assertExecutions(1);
    }

    @Test
    void row077_nothingIsRebuiltForAnotherRequest() {
        AtomicInteger asked = new AtomicInteger();
        rebuilding((request, recorded) -> {
            asked.incrementAndGet();
            return recorded;
        });
        post("/echo", "x");
        assertProblem(post("/echo", "y"), 422, "fingerprint-mismatch");
        assertThat(asked).hasValue(0);
    }

    @Test
    void row061_anyBytesAreReplayed() {
        byte[] binary = new byte[1000];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (i * 7);
        }
        service.on("/binary", (request, response) -> response.getOutputStream().write(binary));
        service.on("/empty", (request, response) -> response.setStatus(200));
        assertThat(post("/binary", "x").body()).isEqualTo(binary);
        assertThat(post("/binary", "x").body()).isEqualTo(binary);
        String other = "Idempotency-Key: empty";
        send(request("POST /empty", "", other));
        RawResponse empty = send(request("POST /empty", "", other));
        assertThat(empty.isReplay()).isTrue();
        assertThat(empty.header("Content-Length")).contains("0");
    }

    @Test
    void row063_064_headersOfTheHandlerAreReplayed() {
        service.on("/headers", (request, response) -> {
            response.setContentType("text/plain; charset=UTF-16BE");
            response.setHeader("Location", "/items/1");
            response.setHeader("Content-Location", "/items/1;v=2");
            response.setHeader("ETag", "\"v1\"");
            response.setDateHeader("Last-Modified", 0);
            response.addHeader("Link", "</a>; rel=\"x\"");
            response.addHeader("Link", "</b>; rel=\"y\"");
            response.setLocale(Locale.GERMANY);
            response.setHeader("Content-Disposition", "attachment; filename=\"a,b.txt\"");
            response.setHeader("Cache-Control", "private, max-age=1");
            response.setIntHeader("X-Custom", 7);
            response.getWriter().print("gr\u00fc\u00df");
        });
        RawResponse first = post("/headers", "x");
        RawResponse second = post("/headers", "x");
        assertReplays(first, second);
        for (String name : List.of(
                "Location",
                "Content-Location",
                "ETag",
                "Last-Modified",
                "Link",
                "Content-Language",
                "Content-Disposition",
                "Cache-Control",
                "X-Custom")) {
            assertThat(second.all(name)).as(name).isNotEmpty().isEqualTo(first.all(name));
        }
        assertThat(second.all("Link")).containsExactly("</a>; rel=\"x\"", "</b>; rel=\"y\"");
        assertThat(second.header("Last-Modified")).contains("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void row065_066_069_070_071_fieldsOfTheExchangeAreNotReplayed() {
        AtomicInteger call = new AtomicInteger();
        List<String> names = List.of(
                "X-Hop",
                "Keep-Alive",
                "WWW-Authenticate",
                "Authentication-Info",
                "traceparent",
                "Server-Timing",
                "RateLimit",
                "X-RateLimit-Remaining",
                "Retry-After",
                "Via",
                "Age",
                "Alt-Svc",
                "Access-Control-Allow-Origin");
        service.on("/headers", (request, response) -> {
            names.forEach(name -> response.setHeader(name, "inner" + call.get()));
            response.setHeader("Connection", "X-Hop");
            response.setHeader("X-Request-Id", "inner");
        });
        RawResponse first = post("/headers", "x");
        RawResponse second = post("/headers", "x");
        assertThat(second.isReplay()).isTrue();
        assertThat(first.header("X-RateLimit-Remaining")).contains("inner0");
        names.forEach(name -> assertThat(second.header(name)).as(name).isEmpty());
        assertThat(first.header("X-Request-Id")).contains("inner");
        assertThat(second.header("X-Request-Id")).contains("outer");
    }

    @Test
    void row066_theDateIsTheReplaysOwn() {
        service.on("/dated", (request, response) -> response.setHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT"));
        post("/dated", "x");
        assertThat(post("/dated", "x").header("Date").orElse("")).doesNotContain("1970");
    }

    @Test
    void row067_theLengthIsRecomputed() {
        service.on("/chunked", (request, response) -> {
            response.getOutputStream().print("one");
            response.flushBuffer();
            response.getOutputStream().print("two");
        });
        RawResponse first = post("/chunked", "x");
        RawResponse second = post("/chunked", "x");
        assertReplays(first, second);
        assertThat(second.text()).isEqualTo("onetwo");
        assertThat(second.header("Content-Length")).contains("6");
    }

    @Test
    void row068_cookiesAreNotReplayedUnlessNamed() {
        service.on("/cookie", (request, response) -> {
            response.addCookie(new Cookie("a", "1"));
            response.addHeader("Set-Cookie", "b=2");
        });
        assertThat(post("/cookie", "x").all("Set-Cookie")).hasSize(2);
        assertThat(post("/cookie", "x").all("Set-Cookie")).isEmpty();
        service.guarding(HttpPolicy.standard()
                .withResponses(ResponseRules.standard()
                        .withHeaders(HeaderRules.standard().alsoStoring("Set-Cookie"))));
        String other = "Idempotency-Key: other";
        send(request("POST /cookie", "x", other));
        assertThat(send(request("POST /cookie", "x", other)).all("Set-Cookie")).containsExactly("b=2");
    }

    @Test
    void row071_headersOfFiltersOutsideStayThoseOfTheRequest() {
        service.on("/vary", (request, response) -> response.addHeader("Vary", "Accept"));
        assertThat(post("/vary", "x").all("Vary")).containsExactlyInAnyOrder("Origin", "Accept");
        assertThat(post("/vary", "x").all("Vary")).containsExactlyInAnyOrder("Origin", "Accept");
    }

    @Test
    void row072_onlyReplaysAreMarked() {
        assertThat(post("/echo", "x").header("Idempotency-Replayed")).isEmpty();
        assertThat(post("/echo", "x").all("Idempotency-Replayed")).containsExactly("true");
        assertThat(post("/echo", "y").header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void row073_markersCanBeChosen() {
        ReplayMarkers both = new ReplayMarkers(
                List.of(ReplayMarkers.STANDARD, ReplayMarkers.STRIPE), ReplayMarkers.FirstExecution.MARKED_FALSE);
        service.guarding(
                HttpPolicy.standard().withAnswers(AnswerRules.standard().withMarkers(both)));
        RawResponse first = post("/echo", "x");
        RawResponse second = post("/echo", "x");
        for (String name : both.names()) {
            assertThat(first.header(name)).contains("false");
            assertThat(second.header(name)).contains("true");
        }
    }

    @Test
    void row074_theApplicationsOwnRefusalIsReplayedAsSuch() {
        service.on("/invalid", (request, response) -> {
            response.setStatus(422);
            response.setContentType("application/json");
            response.getWriter().print("{\"error\":\"no such card\"}");
        });
        RawResponse first = post("/invalid", "x");
        RawResponse second = post("/invalid", "x");
        assertReplays(first, second);
        assertThat(second.problem()).isEmpty();
        assertProblem(post("/invalid", "y"), 422, "fingerprint-mismatch");
    }

    @Test
    void row076_anotherAcceptGetsTheOriginalRepresentation() {
        service.on("/negotiated", (request, response) -> response.getWriter().print(request.getHeader("Accept")));
        post("/negotiated", "x", "Accept: text/plain", "Accept-Language: de");
        assertThat(post("/negotiated", "x", "Accept: application/json", "Accept-Language: fr")
                        .text())
                .isEqualTo("text/plain");
    }

    @Test
    void row077_078_tenReplaysAreTheSameAndDoNotExtendTheExpiry() {
        AtomicInteger state = new AtomicInteger();
        service.on("/state", (request, response) -> response.getWriter().print(state.incrementAndGet()));
        RawResponse first = post("/state", "x");
        for (int i = 0; i < 10; i++) {
            service.advance(Duration.ofHours(2));
            state.incrementAndGet();
            assertReplays(first, post("/state", "x"));
        }
        assertExecutions(1);
        service.advance(Duration.ofHours(4));
        assertThat(post("/state", "x").isReplay()).isFalse();
        assertExecutions(2);
    }

    @Test
    void row079_anotherNodeReplays() {
        assertReplays(postOn(0, "/echo", "x"), postOn(1, "/echo", "x"));
        assertExecutions(1);
    }
}
