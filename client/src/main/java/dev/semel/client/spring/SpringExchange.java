/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spring;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.Attempt;
import dev.semel.client.spi.BlockingExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.support.HttpRequestWrapper;

/** A call through the rest of an interceptor chain, which may be executed many times. */
final class SpringExchange implements BlockingExchange<PeekedResponse> {
    private final HttpRequest request;
    private final byte[] body;
    private final ClientHttpRequestExecution execution;

    SpringExchange(HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
        this.request = request;
        this.body = body;
        this.execution = execution;
    }

    @Override
    public String method() {
        return request.getMethod().name();
    }

    @Override
    public URI target() {
        return request.getURI();
    }

    @Override
    public List<String> header(String name) {
        return request.getHeaders().getOrDefault(name, List.of());
    }

    /** Spring buffers the body for interceptors. */
    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public PeekedResponse send(Attempt attempt) throws IOException {
        return PeekedResponse.of(execution.execute(new AttemptRequest(request, attempt), body), method());
    }

    @Override
    public AnswerView view(PeekedResponse response) {
        return response;
    }

    @Override
    public void discard(PeekedResponse response) {
        response.close();
    }

    /** The caller's request with what differs in an attempt. */
    private static final class AttemptRequest extends HttpRequestWrapper {
        private final URI target;
        private final HttpHeaders headers = new HttpHeaders();

        AttemptRequest(HttpRequest request, Attempt attempt) {
            super(request);
            this.target = attempt.target();
            request.getHeaders().forEach((name, values) -> {
                if (attempt.keeps(name)) {
                    headers.addAll(name, values);
                }
            });
            attempt.fields().forEach(field -> headers.add(field.name(), field.value()));
        }

        @Override
        public URI getURI() {
            return target;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
