/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Transaction;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Another thread with a transaction of its own that stays open from one call to the next. What it is asked must be
 * answered while one has patience: a verb that waits for a transaction which the test ends only later is found so.
 */
final class Elsewhere implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final JoinedIdempotencyStore store;
    private final Duration patience;
    private @Nullable Transaction open;

    Elsewhere(JoinedIdempotencyStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    void begin() {
        call(() -> open = store.begin());
    }

    void commit() {
        call(() -> {
            end().commit();
            return true;
        });
    }

    void rollback() {
        call(() -> {
            end().rollback();
            return true;
        });
    }

    private Transaction end() {
        Transaction ending = open;
        open = null;
        if (ending == null) {
            throw new IllegalStateException("No transaction is open.");
        }
        return ending;
    }

    <T> T call(Callable<T> task) {
        return await(start(task));
    }

    <T> Future<T> start(Callable<T> task) {
        return thread.submit(task);
    }

    <T> T await(Future<T> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError("The other thread failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("No answer within " + patience + ": it waits for a transaction to end.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the other thread.", e);
        }
    }

    /** Rolls back what is still open, so that a test that fails leaves nothing locked. */
    @Override
    public void close() {
        Future<?> ended = thread.submit(() -> {
            if (open != null) {
                open.rollback();
            }
        });
        thread.shutdown();
        await(ended);
    }
}
