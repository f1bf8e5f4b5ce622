/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.feign;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.Attempt;
import dev.semel.client.spi.BlockingExchange;
import feign.Client;
import feign.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A call through Feign's inner client. */
final class FeignExchange implements BlockingExchange<PeekedResponse> {
    private final Client client;
    private final Request request;
    private final Request.Options options;

    FeignExchange(Client client, Request request, Request.Options options) {
        this.client = client;
        this.request = request;
        this.options = options;
    }

    @Override
    public String method() {
        return request.httpMethod().name();
    }

    @Override
    public URI target() {
        return URI.create(request.url());
    }

    @Override
    public List<String> header(String name) {
        return request.headers().entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .flatMap(field -> field.getValue().stream())
                .toList();
    }

    /** Feign has the whole body in memory. */
    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public PeekedResponse send(Attempt attempt) throws IOException {
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (attempt.keeps(name)) {
                headers.put(name, values);
            }
        });
        attempt.fields().forEach(field -> headers.put(field.name(), List.of(field.value())));
        String url = attempt.target().equals(target())
                ? request.url()
                : attempt.target().toString();
        Request prepared = Request.create(
                request.httpMethod(), url, headers, request.body(), request.charset(), request.requestTemplate());
        return PeekedResponse.of(client.execute(prepared, within(attempt.remaining())));
    }

    @Override
    public AnswerView view(PeekedResponse response) {
        return response;
    }

    @Override
    public void discard(PeekedResponse response) {
        response.response().close();
    }

    private Request.Options within(Duration remaining) {
        long own = options.readTimeoutUnit().toMillis(options.readTimeout());
        long left = Math.max(1, remaining.toMillis());
        return new Request.Options(
                options.connectTimeout(),
                options.connectTimeoutUnit(),
                own == 0 ? left : Math.min(own, left),
                TimeUnit.MILLISECONDS,
                false);
    }
}
