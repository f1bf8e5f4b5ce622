/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.spi.AsyncExchange;
import dev.semel.client.spi.BlockingExchange;
import dev.semel.client.spi.Exchange;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an idempotent service, each with one key for all its attempts, and says what became of it. Built
 * once per target; safe for use by many threads. Most users give it to an adapter in a package beside this one.
 *
 * <p>A request without an answer is sent again only if it carries a key or its method is idempotent, with the same key
 * and the same bytes, within {@link RetryLimits}. Resilience4j does the retrying: each attempt passes the circuit
 * breaker, then the rate limiter, then the bulkhead.
 *
 * <p>The key is shown by no {@code toString} and no message of this package.
 */
public final class IdempotentSender {
    private final SenderSettings settings;
    private final Retry retry;
    private final Guards guards;
    private final ResultListener listener;
    private final @Nullable ScheduledExecutorService scheduler;

    IdempotentSender(IdempotentSenderBuilder builder) {
        this.settings = builder.settings();
        this.retry = builder.retry();
        this.guards = builder.guards();
        this.listener = builder.listener;
        this.scheduler = builder.scheduler;
    }

    /**
     * Begins a sender with the defaults: bare {@code Idempotency-Key}, random keys, {@link SendRules#standard()},
     * {@link RetryLimits#standard()}, a retry and a circuit breaker with Resilience4j's defaults, neither rate limiter nor
     * bulkhead.
     *
     * @param name the target, as Resilience4j's metrics are to name it
     * @return a builder for one sender
     */
    public static IdempotentSenderBuilder builder(String name) {
        return new IdempotentSenderBuilder(name);
    }

    /**
     * Sends a request until its outcome is known or a limit is met, and waits in between. If the thread is interrupted it
     * stops, and the thread's flag is set.
     *
     * @param <R> the HTTP client's response
     * @param exchange the request
     * @param keys where the key of this call comes from; null for the sender's own source
     * @return what became of it
     * @throws IllegalArgumentException if the request carries another key than {@code keys} gives, or the key cannot be
     *     written; nothing was sent
     */
    public <R> SendResult<R> send(BlockingExchange<R> exchange, @Nullable KeySource keys) {
        LogicalCall<R> call = begin(exchange, keys);
        return heard(call.isTooLate() ? call.tooLate() : sent(call, exchange));
    }

    /**
     * As {@link #send}, without waiting: retries run on the scheduler. Cancelling the stage stops nothing.
     *
     * @param <R> the HTTP client's response
     * @param exchange the request
     * @param keys where the key of this call comes from; null for the sender's own source
     * @return what became of it; exceptional only for errors that are not the connection's
     * @throws IllegalArgumentException as {@link #send}
     * @throws IllegalStateException if the sender has no scheduler
     */
    public <R> CompletionStage<SendResult<R>> sendAsync(AsyncExchange<R> exchange, @Nullable KeySource keys) {
        if (scheduler == null) {
            throw new IllegalStateException("This sender was built without a scheduler; see its builder.");
        }
        LogicalCall<R> call = begin(exchange, keys);
        if (call.isTooLate()) {
            return CompletableFuture.completedFuture(heard(call.tooLate()));
        }
        return Retry.decorateCompletionStage(retry, scheduler, () -> attemptAsync(call, exchange))
                .get()
                .thenApply(last -> heard(last.result()));
    }

    private <R> LogicalCall<R> begin(Exchange<R> exchange, @Nullable KeySource keys) {
        return new LogicalCall<>(settings, exchange, CallKey.of(settings, exchange, keys));
    }

    private <R> SendResult<R> heard(SendResult<R> result) {
        listener.ended(result);
        return result;
    }

    private <R> SendResult<R> sent(LogicalCall<R> call, BlockingExchange<R> exchange) {
        try {
            return Retry.decorateSupplier(retry, () -> attempt(call, exchange))
                    .get()
                    .result();
        } catch (CancellationException e) {
            // Resilience4j's way to say that its wait was interrupted; the flag is set
            if (!call.isWaiting()) {
                throw e;
            }
            return call.interrupted(e).result();
        }
    }

    private <R> Turn<R> attempt(LogicalCall<R> call, BlockingExchange<R> exchange) {
        Guards.Passage passage;
        try {
            passage = guards.enter();
        } catch (CallNotPermittedException | RequestNotPermitted | BulkheadFullException e) {
            return call.refused(e);
        } catch (AcquirePermissionCancelledException e) {
            return call.interrupted(e);
        }
        R response;
        try {
            response = exchange.send(call.next());
        } catch (IOException e) {
            passage.failed(e);
            return call.failed(e);
        } catch (InterruptedException e) {
            passage.abandoned();
            Thread.currentThread().interrupt();
            return call.interruptedInAttempt(e);
        } catch (RuntimeException | Error e) {
            passage.abandoned();
            throw e;
        }
        passage.answered(exchange.view(response).status());
        return call.answered(response);
    }

    /** It must not throw: Resilience4j would lose the exception, and the caller would wait for ever. */
    private <R> CompletionStage<Turn<R>> attemptAsync(LogicalCall<R> call, AsyncExchange<R> exchange) {
        Guards.Passage passage;
        try {
            passage = guards.enter();
        } catch (CallNotPermittedException | RequestNotPermitted | BulkheadFullException e) {
            return CompletableFuture.completedFuture(call.refused(e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletionStage<R> sent;
        try {
            sent = exchange.sendAsync(call.next());
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((response, thrown) -> {
            if (thrown == null) {
                passage.answered(exchange.view(response).status());
                return call.answered(response);
            }
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (cause instanceof IOException failure) {
                passage.failed(failure);
                return call.failed(failure);
            }
            passage.abandoned();
            throw new CompletionException(cause);
        });
    }
}
