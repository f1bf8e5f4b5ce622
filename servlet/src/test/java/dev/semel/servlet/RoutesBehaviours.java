/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestRules;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups B and C of the HTTP semantics: which requests are guarded. */
abstract class RoutesBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.guarding("/optional", Service.operation("optional", HttpPolicy.optional()));
        service.on("/optional", (request, response) -> response.setStatus(201));
        service.on("/off", (request, response) -> response.setStatus(201));
    }

    @Test
    void row020_aRequiredKeyThatIsMissingIsRefused() {
        assertProblem(send(request("POST /echo", "{}")), 400, "missing-key");
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row022_withoutKeyAnOptionalRouteExecutesEveryTimeAndAsksNoStore() {
        for (int i = 0; i < 2; i++) {
            RawResponse response = send(request("POST /optional", "{}"));
            assertThat(response.status()).isEqualTo(201);
            assertThat(response.header("Idempotency-Replayed")).isEmpty();
        }
        assertExecutions(2);
        assertThat(service.store.calls).hasValue(0);
        assertReplays(post("/optional", "{}"), post("/optional", "{}"));
        assertExecutions(3);
    }

    @Test
    void row023_aMalformedKeyIsRefusedOnAnOptionalRouteToo() {
        assertProblem(send(request("POST /optional", "{}", "Idempotency-Key: \"k")), 400, "invalid-key");
        assertExecutions(0);
    }

    @Test
    void row024_aKeyMeansNothingWhereTheLayerIsOff() {
        post("/off", "{}");
        assertThat(post("/off", "{}").isReplay()).isFalse();
        assertExecutions(2);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row026_027_safeMethodsExecuteEveryTimeWhateverTheirKey() {
        AtomicInteger counter = new AtomicInteger();
        service.on("/counter", (request, response) -> response.getWriter().print(counter.incrementAndGet()));
        List.of("\"k\"", "\"k\"", "\"broken").forEach(value -> send(head("GET /counter", "Idempotency-Key: " + value)));
        RawResponse fourth = send(head("GET /counter"));
        assertThat(fourth.text()).isEqualTo("4");
        assertThat(fourth.header("Idempotency-Replayed")).isEmpty();
        try (RawConnection connection = connect()) {
            connection.send(head("HEAD /counter", "Idempotency-Key: k", "Connection: close"));
            assertThat(connection.line()).contains("200");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row028_preflightsPass() {
        service.on("/echo", (request, response) -> response.setStatus(204));
        RawResponse response = send(head(
                "OPTIONS /echo",
                "Origin: https://shop.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: idempotency-key"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row029_postAndPatchAreGuarded() {
        for (String method : List.of("POST", "PATCH")) {
            assertProblem(send(request(method + " /echo", "{}")), 400, "missing-key");
        }
        String patch = request("PATCH /echo", "{}", "Idempotency-Key: k");
        assertReplays(send(patch), send(patch));
        assertExecutions(1);
    }

    @Test
    void row030_putAndDeleteAreGuardedIfConfigured() {
        AtomicInteger calls = new AtomicInteger();
        service.on("/items", (request, response) -> {
            boolean first = calls.getAndIncrement() == 0;
            if (request.getMethod().equals("DELETE")) {
                response.setStatus(first ? 204 : 404);
            } else {
                response.setStatus(first ? 201 : 200);
            }
        });
        String delete = request("DELETE /items/1", "", "Idempotency-Key: d");
        String put = request("PUT /items/1", "x", "Idempotency-Key: p");
        assertThat(send(delete).status()).isEqualTo(204);
        assertThat(send(delete).status()).isEqualTo(404);
        service.guarding(HttpPolicy.standard()
                .withRequests(RequestRules.standard().withMethods("POST", "PATCH", "PUT", "DELETE")));
        calls.set(0);
        assertReplays(send(delete), send(delete));
        assertThat(send(delete).status()).isEqualTo(204);
        calls.set(0);
        assertReplays(send(put), send(put));
        assertThat(send(put).status()).isEqualTo(201);
    }

    @Test
    void row031_aRetryWithItsPreconditionReplaysTheSuccess() {
        AtomicInteger version = new AtomicInteger(1);
        service.on("/items", (request, response) -> {
            boolean matches = ("\"" + version.get() + '"').equals(request.getHeader("If-Match"));
            response.setStatus(matches ? 200 : 412);
            if (matches) {
                response.setHeader("ETag", "\"" + version.incrementAndGet() + '"');
            }
        });
        RawResponse first = post("/items/1", "{}", "If-Match: \"1\"");
        RawResponse second = post("/items/1", "{}", "If-Match: \"1\"");
        assertThat(first.status()).isEqualTo(200);
        assertReplays(first, second);
        assertThat(second.header("ETag")).contains("\"2\"");
    }

    @Test
    void row134_markersAreExposedToOtherOriginsIfConfigured() {
        String exposed = "Access-Control-Expose-Headers";
        String origin = "Origin: https://shop.example";
        serve(new Service(SemelFilter.Builder::exposeHeaders));
        RawResponse first = post("/echo", "x", origin);
        RawResponse replay = post("/echo", "x", origin);
        assertThat(replay.isReplay()).isTrue();
        for (RawResponse each : List.of(first, replay)) {
            assertThat(each.header(exposed).orElse(""))
                    .contains("Idempotency-Replayed", "Idempotency-Replay,", "Idempotency-Recorded", "Retry-After");
        }
        assertThat(post("/echo", "x").header(exposed)).isEmpty();
        serve(new Service());
        assertThat(post("/echo", "x", origin).header(exposed)).isEmpty();
    }
}
