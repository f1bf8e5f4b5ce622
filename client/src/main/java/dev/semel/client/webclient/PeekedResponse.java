/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.webclient;

import dev.semel.client.spi.AnswerView;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response whose body is there to its end if it is small, or if its meaning stands in it. */
final class PeekedResponse implements AnswerView {
    private static final int SMALL = 64 * 1024;

    private final ClientResponse response;

    /** Empty if it is left to the caller. */
    private final byte[] start;

    private PeekedResponse(ClientResponse response, byte[] start) {
        this.response = response;
        this.start = start;
    }

    static Mono<PeekedResponse> of(ClientResponse response, String method) {
        long promised = promised(response, method);
        if (response.statusCode().value() != 409 && promised < 0) {
            return Mono.just(new PeekedResponse(response, new byte[0]));
        }
        return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), SMALL)
                .map(PeekedResponse::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, e -> new IOException("The body of a 409 is too long.", e))
                .flatMap(bytes -> bytes.length < promised
                        ? Mono.error(new EOFException("The answer ended early."))
                        : Mono.just(new PeekedResponse(withBody(response, bytes), bytes)));
    }

    ClientResponse response() {
        return response;
    }

    @Override
    public int status() {
        return response.statusCode().value();
    }

    @Override
    public List<String> header(String name) {
        return response.headers().header(name);
    }

    @Override
    public byte[] peek(int limit) {
        return Arrays.copyOf(start, Math.min(limit, start.length));
    }

    /** How many bytes must come; negative if that is not known, or too many to wait for. */
    private static long promised(ClientResponse response, String method) {
        HttpHeaders headers = response.headers().asHttpHeaders();
        int status = response.statusCode().value();
        boolean isPlain = !method.equals("HEAD")
                && status != 204
                && status != 304
                && !headers.containsHeader(HttpHeaders.CONTENT_ENCODING)
                && headers.getContentLength() <= SMALL;
        return isPlain ? headers.getContentLength() : -1;
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ClientResponse withBody(ClientResponse response, byte[] bytes) {
        return response.mutate()
                .body(ignored -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)))
                .build();
    }
}
