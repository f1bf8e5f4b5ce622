/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the start of a body until it is long enough to be looked at, or complete; then hands it over, and the rest as it
 * comes, to the subscriber behind. Without it a handler that streams would answer before anything has arrived.
 */
final class ReadAheadSubscriber<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> behind;
    private final int limit;
    private final Consumer<byte[]> start;
    private final CompletableFuture<Void> looked = new CompletableFuture<>();
    private final List<ByteBuffer> held = new ArrayList<>();
    private Flow.@Nullable Subscription source;
    private int size;
    private boolean handedOver;
    private boolean complete;

    ReadAheadSubscriber(BodySubscriber<T> behind, int limit, Consumer<byte[]> start) {
        this.behind = behind;
        this.limit = limit;
        this.start = start;
    }

    @Override
    public CompletionStage<T> getBody() {
        return looked.thenCompose(ignored -> behind.getBody());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        if (handedOver) {
            behind.onNext(bytes);
            return;
        }
        held.addAll(bytes);
        size += bytes.stream().mapToInt(ByteBuffer::remaining).sum();
        if (size >= limit) {
            handOver();
        } else {
            ask(1);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        if (!handedOver) {
            handOver();
        }
        behind.onError(thrown);
    }

    @Override
    public void onComplete() {
        complete = true;
        if (handedOver) {
            behind.onComplete();
        } else {
            handOver();
        }
    }

    private void handOver() {
        handedOver = true;
        ByteBuffer copy = ByteBuffer.allocate(size);
        held.forEach(each -> copy.put(each.duplicate()));
        start.accept(copy.array());
        behind.onSubscribe(new Rest());
        looked.complete(null);
    }

    private void ask(long items) {
        if (source != null) {
            source.request(items);
        }
    }

    /** What the subscriber behind asks: first for what is held, then at the source. */
    private final class Rest implements Flow.Subscription {
        private boolean given;

        @Override
        public void request(long items) {
            if (given) {
                if (!complete) {
                    ask(items);
                }
                return;
            }
            given = true;
            behind.onNext(List.copyOf(held));
            if (complete) {
                behind.onComplete();
            } else if (items > 1) {
                ask(items - 1);
            }
        }

        @Override
        public void cancel() {
            given = true;
            if (source != null) {
                source.cancel();
            }
        }
    }
}
