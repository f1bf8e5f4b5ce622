/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.jdk;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.AsyncExchange;
import dev.semel.client.spi.Attempt;
import dev.semel.client.spi.BlockingExchange;
import dev.semel.http.HeaderField;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A call through the JDK's client. */
final class JdkExchange<T> implements BlockingExchange<HttpResponse<T>>, AsyncExchange<HttpResponse<T>> {
    static final int REPEATABLE_BYTES = 1024 * 1024;

    private static final int PEEKED_BYTES = 8 * 1024;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final HttpClient client;
    private final HttpRequest request;
    private final HttpResponse.BodyHandler<T> handler;
    private final BodyPublisher body;
    private final boolean isRepeatable;
    private volatile byte[] seen = {};

    JdkExchange(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        this.client = client;
        this.request = request;
        this.handler = handler;
        BodyPublisher given = request.bodyPublisher().orElseGet(BodyPublishers::noBody);
        long length = given.contentLength();
        this.isRepeatable = length >= 0 && length <= REPEATABLE_BYTES;
        this.body = length > 0 && isRepeatable ? BodyPublishers.ofByteArray(PublishedBytes.of(given)) : given;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public URI target() {
        return request.uri();
    }

    @Override
    public List<String> header(String name) {
        return request.headers().allValues(name);
    }

    @Override
    public boolean isRepeatable() {
        return isRepeatable;
    }

    @Override
    public HttpResponse<T> send(Attempt attempt) throws IOException, InterruptedException {
        return client.send(prepared(attempt), this::lookingAhead);
    }

    @Override
    public CompletionStage<HttpResponse<T>> sendAsync(Attempt attempt) {
        return client.sendAsync(prepared(attempt), this::lookingAhead);
    }

    @Override
    public AnswerView view(HttpResponse<T> response) {
        return new AnswerView() {
            @Override
            public int status() {
                return response.statusCode();
            }

            @Override
            public List<String> header(String name) {
                return response.headers().allValues(name);
            }

            @Override
            public byte[] peek(int limit) {
                return Arrays.copyOf(seen, Math.min(limit, seen.length));
            }
        };
    }

    @Override
    public void discard(HttpResponse<T> response) {
        if (response.body() instanceof AutoCloseable body) {
            try {
                body.close();
            } catch (Exception e) {
                // nobody reads it, and its connection is closed with it
            }
        }
    }

    private HttpRequest prepared(Attempt attempt) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> attempt.keeps(name))
                .uri(attempt.target())
                .timeout(timeout(attempt.remaining()));
        for (HeaderField field : attempt.fields()) {
            builder.setHeader(field.name(), field.value());
        }
        return request.bodyPublisher().isPresent()
                ? builder.method(request.method(), body).build()
                : builder.build();
    }

    private Duration timeout(Duration remaining) {
        Duration own = request.timeout().orElse(remaining);
        Duration shorter = own.compareTo(remaining) < 0 ? own : remaining;
        return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
    }

    private HttpResponse.BodySubscriber<T> lookingAhead(HttpResponse.ResponseInfo info) {
        seen = new byte[0];
        HttpResponse.BodySubscriber<T> subscriber = handler.apply(info);
        // the only status whose meaning stands in the body
        return info.statusCode() == 409
                ? new ReadAheadSubscriber<>(subscriber, PEEKED_BYTES, start -> seen = start)
                : subscriber;
    }
}
