/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Speaks real HTTP to a provider, as its customers do. */
final class ProviderCaller {

    static final String EUR_1999 = "{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"tok_visa\"}";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    ProviderCaller(ProviderServer provider) {
        url = "http://127.0.0.1:" + provider.port();
    }

    HttpResponse<String> charge(@Nullable String key) throws IOException, InterruptedException {
        return post("/charges", key, EUR_1999);
    }

    HttpResponse<String> post(String path, @Nullable String key, String body) throws IOException, InterruptedException {
        return http.send(postRequest(path, key, body), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> chargeAsync(@Nullable String key) {
        return http.sendAsync(postRequest("/charges", key, EUR_1999), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> setFaults(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    Faults faults() throws IOException, InterruptedException {
        return JSON.readValue(get("/faults"), Faults.class);
    }

    List<LedgerView.Charge> charges() throws IOException, InterruptedException {
        return JSON.readValue(get("/charges"), new TypeReference<>() {});
    }

    List<LedgerView.Refund> refunds() throws IOException, InterruptedException {
        return JSON.readValue(get("/refunds"), new TypeReference<>() {});
    }

    String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest postRequest(String path, @Nullable String key, String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.build();
    }
}
