/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the payment service and of its provider. It retries nothing by itself. */
final class Shop {
    static final String EUR_1999 = "{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"tok_visa\"}";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Shop() {}

    static HttpResponse<byte[]> pay(int port, String key, String body) {
        return pay(port, "/payments", key, body);
    }

    static HttpResponse<byte[]> pay(int port, String path, String key, String body) {
        try {
            return HTTP.send(payment(port, path, key, body), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static CompletableFuture<HttpResponse<byte[]>> payLater(int port, String key, String body) {
        return payLater(port, "/payments", key, body);
    }

    static CompletableFuture<HttpResponse<byte[]>> payLater(int port, String path, String key, String body) {
        return HTTP.sendAsync(payment(port, path, key, body), BodyHandlers.ofByteArray());
    }

    /** Changes a payment, if it still is what the tag says. */
    static CompletableFuture<HttpResponse<byte[]>> changeLater(
            int port, String path, Map<String, String> headers, String patch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", basic("shop-a"))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(patch));
        headers.forEach(request::header);
        return HTTP.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpRequest payment(int port, String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", basic("shop-a"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key)).build();
    }

    static JsonNode get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(uri(port, path))
                .header("Authorization", basic("shop-a"))
                .build();
        try {
            return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    static void faults(int providerPort, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(providerPort, "/faults"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build();
        int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("PUT /faults answered " + status);
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":demo").getBytes(StandardCharsets.UTF_8));
    }
}
