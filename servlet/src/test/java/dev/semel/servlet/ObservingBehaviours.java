/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Scope;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyPreset;
import dev.semel.testkit.MutableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the observing filter counts, and that it changes nothing. */
abstract class ObservingBehaviours extends ServerTest {
    private final MutableClock clock = new MutableClock();
    private final Observations observations =
            new Observations(Duration.ofHours(24), Duration.ofMinutes(1), 1000, clock);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        observe(HttpPolicy.standard());
    }

    private void observe(HttpPolicy policy) {
        service.observedBy(new ObservingFilter(
                policy,
                request -> Service.principal(request).map(Scope::of),
                request -> request.getMethod() + " " + request.getRequestURI(),
                observations));
    }

    /** The filter counts after the answer was sent. */
    private RouteObservation seen(long requests) {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> observations.report().stream()
                                .mapToLong(RouteObservation::requests)
                                .sum()
                        == requests);
        assertThat(observations.report()).hasSize(1);
        return observations.report().get(0);
    }

    @Test
    void runsARepeatedRequestAgainAndCountsIt() {
        assertThat(post("/echo", "x").isReplay()).isFalse();
        RawResponse second = post("/echo", "x");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo("x");
        assertThat(second.isReplay()).isFalse();
        assertExecutions(2);
        assertThat(seen(2)).isEqualTo(new RouteObservation("POST /echo", 2, 0, 0, 1, 0, 0, 0));
        assertThat(seen(2).repeated()).isEqualTo(1);
    }

    @Test
    void runsAnotherPayloadUnderTheSameKeyAndCountsIt() {
        post("/echo", "x");
        assertThat(post("/echo", "y").text()).isEqualTo("y");
        assertThat(post("/echo?z", "x").status()).isEqualTo(201);
        assertExecutions(3);
        assertThat(seen(3).mismatches()).isEqualTo(2);
    }

    @Test
    void runsADuplicateBesideTheFirstAndCountsIt() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        service.on("/wait", (request, response) -> {
            inside.countDown();
            await(go);
        });
        CompletableFuture<RawResponse> first = postLater(0, "/wait", "x");
        await(inside);
        CompletableFuture<RawResponse> second = postLater(1, "/wait", "x");
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> service.executions.get() == 2);
        go.countDown();
        assertThat(get(first).status()).isEqualTo(200);
        assertThat(get(second).status()).isEqualTo(200);
        assertThat(seen(2).conflicts()).isEqualTo(1);
        assertThat(post("/wait", "x").status()).isEqualTo(200);
        assertThat(seen(3).replays()).isEqualTo(1);
    }

    @Test
    void countsMalformedAndMissingKeys() {
        assertThat(send(request("POST /echo", "x", "Idempotency-Key: \"a")).status())
                .isEqualTo(201);
        assertThat(send(request("POST /echo", "y")).status()).isEqualTo(201);
        RouteObservation seen = seen(2);
        assertThat(seen.invalidKeys()).isEqualTo(1);
        assertThat(seen.withoutKey()).isEqualTo(1);
        assertThat(seen.duplicatesWithoutKey()).isZero();
    }

    @Test
    void countsEqualRequestsWithoutAKeyOfOneCallerWithinTheWindow() {
        String request = request("POST /echo", "x", "Authorization: Bearer ada");
        send(request);
        send(request);
        send(request("POST /echo", "x", "Authorization: Bearer eve"));
        assertThat(seen(3).duplicatesWithoutKey()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        send(request);
        RouteObservation seen = seen(4);
        assertThat(seen.duplicatesWithoutKey()).isEqualTo(1);
        assertThat(seen.withoutKey()).isEqualTo(4);
    }

    @Test
    void doesNotCountARetryOfWhatDidNotTakeEffect() {
        service.on("/busy", (request, response) -> response.setStatus(503));
        post("/busy", "x");
        post("/busy", "x");
        assertThat(seen(2).replays()).isZero();
    }

    @Test
    void comparesFormsThatTheServerReads() {
        service.on("/form", (request, response) -> response.getWriter().print(request.getParameter("a")));
        String type = "Content-Type: application/x-www-form-urlencoded";
        assertThat(post("/form", "a=1", type).text()).isEqualTo("1");
        assertThat(post("/form", "a=1", type).text()).isEqualTo("1");
        assertThat(post("/form", "a=2", type).text()).isEqualTo("2");
        assertThat(seen(3)).isEqualTo(new RouteObservation("POST /form", 3, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void readsNothingThatTheHandlerDoesNotRead() {
        service.on("/deaf", (request, response) -> {});
        post("/deaf", "x");
        post("/deaf", "y");
        assertThat(seen(2)).isEqualTo(new RouteObservation("POST /deaf", 2, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void countsWhatIsAnsweredLater() {
        service.on("/later", (request, response) -> {
            var context = request.startAsync();
            context.start(() -> {
                try {
                    context.getResponse().getWriter().print("late");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } finally {
                    context.complete();
                }
            });
        });
        assertThat(post("/later", "").text()).isEqualTo("late");
        assertThat(post("/later", "").text()).isEqualTo("late");
        assertThat(seen(2).replays()).isEqualTo(1);
    }

    @Test
    void forgetsKeysAfterTheRetention() {
        post("/echo", "x");
        seen(1);
        clock.advance(Duration.ofHours(24));
        post("/echo", "x");
        assertThat(seen(2).replays()).isZero();
    }

    @Test
    void lookAtNoSafeMethod() {
        assertThat(send(head("GET /echo", "Idempotency-Key: \"" + key + '"')).status())
                .isEqualTo(201);
        post("/echo", "x");
        assertThat(seen(1).route()).isEqualTo("POST /echo");
    }

    private static String keyed(String path, String body, String type) {
        return request("POST " + path, body, "Content-Type: " + type);
    }

    @Test
    void findsKeysInBodiesThatTheHandlerReads() {
        observe(KeyPreset.AWS.applyTo(HttpPolicy.standard()));
        for (int time = 0; time < 2; time++) {
            assertThat(send(keyed("/echo", "{\"clientToken\":\"a\"}", "application/json"))
                            .text())
                    .isEqualTo("{\"clientToken\":\"a\"}");
        }
        send(keyed("/echo", "{\"clientToken\":1}", "application/json"));
        send(keyed("/echo", "{}", "application/json"));
        assertThat(seen(4)).isEqualTo(new RouteObservation("POST /echo", 4, 1, 1, 1, 0, 0, 0));
    }

    @Test
    void findsKeysInFormsThatTheServerReads() {
        observe(KeyPreset.AWS.applyTo(HttpPolicy.standard()));
        service.on("/form", (request, response) -> response.getWriter().print(request.getParameter("a")));
        String type = "application/x-www-form-urlencoded";
        for (int time = 0; time < 2; time++) {
            assertThat(send(keyed("/form", "a=1&ClientToken=t", type)).text()).isEqualTo("1");
        }
        assertThat(seen(2).replays()).isEqualTo(1);
    }

    @Test
    void countsADuplicateBesideTheFirstWhenItsBodyIsRead() {
        observe(KeyPreset.SQUARE.applyTo(HttpPolicy.standard()));
        CountDownLatch read = new CountDownLatch(2);
        service.on("/wait", (request, response) -> {
            request.getInputStream().readAllBytes();
            read.countDown();
            await(read);
        });
        String body = "{\"idempotency_key\":\"a\"}";
        String json = "Content-Type: application/json";
        CompletableFuture<RawResponse> first = postLater(0, "/wait", body, json);
        get(postLater(1, "/wait", body, json));
        get(first);
        assertThat(seen(2).conflicts()).isEqualTo(1);
    }
}
