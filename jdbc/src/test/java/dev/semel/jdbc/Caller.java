/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A thread that makes one call. */
final class Caller<T> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean interrupted;

    Caller(Supplier<T> call) {
        thread = new Thread(() -> {
            try {
                T given = call.get();
                interrupted = Thread.currentThread().isInterrupted();
                answer.complete(given);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until it queues. */
    Caller<T> queued() {
        Waits.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    void interruptWhileTaken() {
        thread.interrupt();
        Waits.until(() -> thread.getState() == Thread.State.WAITING);
    }

    T answer() {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("The call failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("No answer.", e);
        }
    }

    Throwable failure() {
        try {
            throw new AssertionError(
                    "answered " + answer.orTimeout(20, TimeUnit.SECONDS).join());
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    StoreException.Certainty certainty() {
        if (failure() instanceof StoreException e) {
            return e.certainty();
        }
        throw new AssertionError(failure());
    }

    /** Whether its thread was interrupted when it had its answer. */
    boolean wasInterrupted() {
        answer();
        return interrupted;
    }
}
