/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.webclient;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the caller's body once and keeps its bytes for the next attempts: what an inserter stands on may be gone after
 * the first.
 */
final class CapturedBody implements BodyInserter<Object, ClientHttpRequest> {
    private static final int KEPT_BYTES = 1024 * 1024;

    private final BodyInserter<?, ? super ClientHttpRequest> given;
    private volatile boolean begun;
    private volatile byte @Nullable [] whole;
    private volatile @Nullable MediaType type;

    CapturedBody(BodyInserter<?, ? super ClientHttpRequest> given) {
        this.given = given;
    }

    boolean isRepeatable() {
        return !begun || whole != null;
    }

    @Override
    public Mono<Void> insert(ClientHttpRequest out, Context context) {
        byte[] kept = whole;
        if (kept == null) {
            return given.insert(new Capturing(out), context);
        }
        if (kept.length == 0) {
            return out.setComplete();
        }
        HttpHeaders headers = out.getHeaders();
        if (headers.getContentType() == null) {
            headers.setContentType(type);
        }
        headers.setContentLength(kept.length);
        return out.writeWith(Mono.just(out.bufferFactory().wrap(kept)));
    }

    /** A streamed body, which is flushed in between, is not kept. */
    private final class Capturing extends ClientHttpRequestDecorator {
        Capturing(ClientHttpRequest out) {
            super(out);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            type = getHeaders().getContentType();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return super.writeWith(Flux.from(body)
                    .doOnSubscribe(subscription -> begun = true)
                    .doOnNext(buffer -> {
                        keep(buffer, bytes);
                        // A server that has all of it may hang up before the publisher says that this was the end.
                        if (bytes.size() == getHeaders().getContentLength()) {
                            complete(bytes);
                        }
                    })
                    .doOnComplete(() -> complete(bytes)));
        }

        private void complete(ByteArrayOutputStream bytes) {
            if (bytes.size() <= KEPT_BYTES) {
                whole = bytes.toByteArray();
            }
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return super.writeAndFlushWith(Flux.from(body).doOnSubscribe(subscription -> begun = true));
        }

        @Override
        public Mono<Void> setComplete() {
            whole = new byte[0];
            return super.setComplete();
        }

        private static void keep(DataBuffer buffer, ByteArrayOutputStream bytes) {
            if (bytes.size() <= KEPT_BYTES) {
                ByteBuffer copy = ByteBuffer.allocate(buffer.readableByteCount());
                buffer.toByteBuffer(copy);
                bytes.writeBytes(copy.array());
            }
        }
    }
}
