/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spring;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.PeekedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response whose body can be looked at, and is there to its end if it is small. */
final class PeekedResponse implements ClientHttpResponse, AnswerView {
    private final ClientHttpResponse response;
    private final HttpStatusCode status;
    private final PeekedBody body;

    private PeekedResponse(ClientHttpResponse response, HttpStatusCode status, PeekedBody body) {
        this.response = response;
        this.status = status;
        this.body = body;
    }

    static PeekedResponse of(ClientHttpResponse response, String method) throws IOException {
        try {
            HttpStatusCode status = response.getStatusCode();
            return new PeekedResponse(
                    response, status, PeekedBody.of(response.getBody(), promised(response, status, method)));
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    /** A length speaks of these bytes only if there is a body and nobody has decoded it. */
    private static long promised(ClientHttpResponse response, HttpStatusCode status, String method) {
        HttpHeaders headers = response.getHeaders();
        boolean isPlain = !method.equals("HEAD")
                && status.value() != 204
                && status.value() != 304
                && !headers.containsHeader(HttpHeaders.CONTENT_ENCODING);
        return isPlain ? headers.getContentLength() : -1;
    }

    @Override
    public int status() {
        return status.value();
    }

    @Override
    public List<String> header(String name) {
        return response.getHeaders().getOrDefault(name, List.of());
    }

    @Override
    public byte[] peek(int limit) throws IOException {
        return body.peek(limit);
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return status;
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    @Override
    public InputStream getBody() {
        return body.stream();
    }

    @Override
    public void close() {
        response.close();
    }
}
