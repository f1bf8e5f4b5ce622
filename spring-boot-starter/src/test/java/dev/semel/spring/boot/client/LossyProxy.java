/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands requests on, and loses the answers of the first few: the service has done the work, and the caller never knows. */
final class LossyProxy implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<List<String>> keys = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger toLose;
    private final HttpServer server;
    private final URI target;

    LossyProxy(URI target, int answersToLose) throws IOException {
        this.target = target;
        this.toLose = new AtomicInteger(answersToLose);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handOn);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + target.getPath());
    }

    /** The lines of the field {@code Idempotency-Key} of each request. */
    List<List<String>> keys() {
        return keys;
    }

    private void handOn(HttpExchange exchange) throws IOException {
        List<String> lines = exchange.getRequestHeaders().getOrDefault("Idempotency-Key", List.of());
        keys.add(List.copyOf(lines));
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        lines.forEach(line -> request.header("Idempotency-Key", line));
        HttpResponse<byte[]> answer =
                client.sendAsync(request.build(), BodyHandlers.ofByteArray()).join();
        if (toLose.getAndDecrement() <= 0) {
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            answer.headers().firstValue("Idempotency-Replayed").ifPresent(marker -> exchange.getResponseHeaders()
                    .set("Idempotency-Replayed", marker));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
