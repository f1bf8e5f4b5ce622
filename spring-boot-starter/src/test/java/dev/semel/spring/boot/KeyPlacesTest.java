/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.desk.DeskApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Keys that handlers declare to stand elsewhere than in a header field, on a real server. */
class KeyPlacesTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static ConfigurableApplicationContext desk;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String key = UUID.randomUUID().toString();
    private int before;

    @BeforeAll
    static void start() {
        desk = RunningDesk.start("semel.http.early-data=reject");
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @BeforeEach
    void count() {
        before = desk.getBean(DeskApplication.Desk.class).runs();
    }

    private void assertRuns(int expected) {
        assertThat(desk.getBean(DeskApplication.Desk.class).runs() - before).isEqualTo(expected);
    }

    private HttpResponse<String> post(String path, String type, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RunningDesk.port(desk) + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static boolean isReplay(HttpResponse<String> response) {
        return response.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    @Test
    void row018_aHandlerTakesItsKeyFromTheJsonBody() throws Exception {
        String body = "{\"idempotency_key\":\"" + key + "\",\"amount\":\"7\"}";
        HttpResponse<String> first = post("/payments", JSON, body);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("\"amount\":\"7\"", key);
        HttpResponse<String> retry = post("/payments", JSON, body);
        assertThat(isReplay(retry)).isTrue();
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(post("/payments", JSON, body.replace("\"7\"", "\"8\"")).statusCode())
                .isEqualTo(422);
        assertRuns(1);
    }

    @Test
    void row018_theHeaderIsNotLookedAtWhereItIsNotNamed() throws Exception {
        HttpResponse<String> refused = post("/payments", JSON, "{\"amount\":\"7\"}", "Idempotency-Key", key);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("missing-key", "/idempotency_key of the JSON body");
        assertThat(post("/payments?request_id=" + key, JSON, "{\"amount\":\"7\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/payments?request_id=a", JSON, "{\"idempotency_key\":\"b\"}")
                        .statusCode())
                .isEqualTo(400);
        assertRuns(1);
    }

    @Test
    void row018_022_aHandlerTakesItsKeyFromAFormOrNone() throws Exception {
        String form = "text=hello+you&ClientToken=" + key;
        assertThat(post("/instances", FORM, form).body()).isEqualTo("hello you");
        assertThat(isReplay(post("/instances", FORM, form))).isTrue();
        assertThat(post("/instances", FORM, "text=a").body()).isEqualTo("a");
        assertThat(isReplay(post("/instances", FORM, "text=a"))).isFalse();
        assertRuns(3);
    }

    @Test
    void row131_aHandlerOfEnvelopesRefusesAKey() throws Exception {
        HttpResponse<String> refused = post("/batches", JSON, "[\"a\"]", "Idempotency-Key", key);
        assertThat(refused.statusCode()).isEqualTo(501);
        assertThat(refused.body()).contains("key-refused");
        assertThat(post("/batches", JSON, "[\"a\"]").body()).isEqualTo("[\"a\"]");
        assertRuns(1);
    }

    @Test
    void row117_earlyDataIsRefusedByProperty() throws Exception {
        HttpResponse<String> refused =
                post("/notes", JSON, "{\"text\":\"x\"}", "Idempotency-Key", key, "Early-Data", "1");
        assertThat(refused.statusCode()).isEqualTo(425);
        assertThat(refused.body()).contains("too-early");
        assertThat(post("/notes", JSON, "{\"text\":\"x\"}", "Idempotency-Key", key)
                        .statusCode())
                .isEqualTo(200);
        assertRuns(1);
    }
}
