/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.feign;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.PeekedBody;
import feign.Request.HttpMethod;
import feign.Response;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response whose body can be looked at, and is there to its end if it is small. */
record PeekedResponse(Response response, @Nullable PeekedBody body) implements AnswerView {

    static PeekedResponse of(Response response) throws IOException {
        if (response.body() == null) {
            return new PeekedResponse(response, null);
        }
        try {
            Integer length = response.body().length();
            boolean isKnown = length != null
                    && response.request().httpMethod() != HttpMethod.HEAD
                    && lines(response, "Content-Encoding").isEmpty();
            PeekedBody body = PeekedBody.of(response.body().asInputStream(), isKnown ? length : -1);
            return new PeekedResponse(
                    response.toBuilder().body(body.stream(), length).build(), body);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    @Override
    public int status() {
        return response.status();
    }

    @Override
    public List<String> header(String name) {
        return lines(response, name);
    }

    @Override
    public byte[] peek(int limit) throws IOException {
        return body == null ? new byte[0] : body.peek(limit);
    }

    private static List<String> lines(Response response, String name) {
        return response.headers().entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .flatMap(field -> field.getValue().stream())
                .toList();
    }
}
