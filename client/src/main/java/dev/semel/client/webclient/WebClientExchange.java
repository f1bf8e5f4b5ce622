/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.webclient;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.AsyncExchange;
import dev.semel.client.spi.Attempt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.util.context.ContextView;

/** A call through the rest of a WebClient's filters. */
final class WebClientExchange implements AsyncExchange<PeekedResponse> {
    private final ClientRequest request;
    private final ExchangeFunction next;
    private final ContextView context;
    private final CapturedBody body;

    WebClientExchange(ClientRequest request, ExchangeFunction next, ContextView context) {
        this.request = request;
        this.next = next;
        this.context = context;
        this.body = new CapturedBody(request.body());
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public URI target() {
        return request.url();
    }

    @Override
    public List<String> header(String name) {
        return request.headers().getOrDefault(name, List.of());
    }

    @Override
    public boolean isRepeatable() {
        return body.isRepeatable();
    }

    @Override
    public CompletionStage<PeekedResponse> sendAsync(Attempt attempt) {
        Duration remaining = attempt.remaining().plusMillis(1);
        return next.exchange(prepared(attempt))
                .flatMap(response -> PeekedResponse.of(response, method()))
                .timeout(remaining)
                .onErrorMap(WebClientExchange::unwrapped)
                .contextWrite(context)
                .toFuture();
    }

    @Override
    public AnswerView view(PeekedResponse response) {
        return response;
    }

    @Override
    public void discard(PeekedResponse response) {
        response.response().releaseBody().subscribe(nothing -> {}, error -> {});
    }

    private ClientRequest prepared(Attempt attempt) {
        return ClientRequest.from(request)
                .url(attempt.target())
                .body(body)
                .headers(headers -> {
                    attempt.without().forEach(headers::remove);
                    attempt.fields().forEach(field -> headers.set(field.name(), field.value()));
                })
                .cookies(cookies -> {
                    if (!attempt.keeps(HttpHeaders.COOKIE)) {
                        cookies.clear();
                    }
                })
                .build();
    }

    /** Gives the connection's own exception, which tells whether anything was sent. */
    private static Throwable unwrapped(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return new IOException("No answer came in time.", thrown);
        }
        boolean isOfTheConnection =
                thrown instanceof WebClientRequestException && thrown.getCause() instanceof IOException;
        return isOfTheConnection && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
