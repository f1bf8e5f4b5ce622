/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.jdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** Reads a publisher to its end, so that each attempt sends the same bytes though a file may change in between. */
final class PublishedBytes implements Flow.Subscriber<ByteBuffer> {
    private final BodySubscriber<byte[]> collected = BodySubscribers.ofByteArray();

    private PublishedBytes() {}

    static byte[] of(BodyPublisher publisher) {
        PublishedBytes bytes = new PublishedBytes();
        publisher.subscribe(bytes);
        try {
            return bytes.collected.getBody().toCompletableFuture().join();
        } catch (CompletionException e) {
            IOException cause = e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            throw new UncheckedIOException("The request's body cannot be read; nothing was sent.", cause);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        collected.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        collected.onNext(List.of(bytes));
    }

    @Override
    public void onError(Throwable thrown) {
        collected.onError(thrown);
    }

    @Override
    public void onComplete() {
        collected.onComplete();
    }
}
