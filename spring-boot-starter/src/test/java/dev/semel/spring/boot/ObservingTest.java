/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.desk.DeskApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** With semel.http.mode=observe on a real server. */
class ObservingTest {
    @Test
    void everythingRunsAndTheReportNamesTheRouteThatTookEffectTwice() throws Exception {
        try (ConfigurableApplicationContext desk = RunningDesk.start(
                "management.endpoints.web.exposure.include=semelobservations", "semel.http.mode=observe")) {
            Clients clients = new Clients(desk);
            assertThat(clients.note("k-1").statusCode()).isEqualTo(200);
            HttpResponse<String> second = clients.note("k-1");
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
            assertThat(clients.note("").statusCode()).isEqualTo(200);
            assertThat(desk.getBean(DeskApplication.Desk.class).runs()).isEqualTo(3);
            Awaitility.await().untilAsserted(() -> assertThat(clients.report())
                    .contains("\"route\":\"POST /notes\"")
                    .contains("\"requests\":3")
                    .contains("\"replays\":1")
                    .contains("\"withoutKey\":1"));
        }
    }

    private record Clients(ConfigurableApplicationContext desk) {
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        private HttpRequest.Builder to(String path) {
            return HttpRequest.newBuilder(URI.create("http://localhost:" + RunningDesk.port(desk) + path));
        }

        HttpResponse<String> note(String key) throws Exception {
            HttpRequest.Builder request = to("/notes")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"hello\"}"));
            if (!key.isEmpty()) {
                request.header("Idempotency-Key", key);
            }
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        }

        String report() throws Exception {
            return CLIENT.send(to("/actuator/semelobservations").build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
