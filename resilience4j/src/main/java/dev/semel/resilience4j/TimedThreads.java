/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Threads on which verbs are waited for no longer than a limit. */
final class TimedThreads {
    private final String store;
    private final StoreProtection.Timeout timeout;
    private final ThreadPoolBulkhead threads;
    private final TimeLimiter limiter;

    TimedThreads(String store, String name, StoreProtection.Timeout timeout) {
        this.store = store;
        this.timeout = timeout;
        this.threads = ThreadPoolBulkhead.of(
                name,
                ThreadPoolBulkheadConfig.custom()
                        .coreThreadPoolSize(timeout.threads())
                        .maxThreadPoolSize(timeout.threads())
                        // who would have to queue is refused: the store is slow already
                        .queueCapacity(0)
                        .build());
        this.limiter = TimeLimiter.of(
                name,
                TimeLimiterConfig.custom()
                        .timeoutDuration(timeout.limit())
                        .cancelRunningFuture(false)
                        .build());
    }

    <T> T call(Supplier<T> verb) {
        try {
            return limiter.executeFutureSupplier(() -> threads.submit(verb::get).toCompletableFuture());
        } catch (BulkheadFullException e) {
            throw new StoreException(
                    Certainty.NOT_APPLIED,
                    "All " + timeout.threads() + " threads wait for " + store + ", so it is not asked.",
                    e);
        } catch (TimeoutException e) {
            throw new StoreException(
                    Certainty.UNKNOWN, store + " did not answer within " + timeout.limit() + "; it may still.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Certainty.UNKNOWN, "Interrupted while " + store + " was asked.", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreException(Certainty.UNKNOWN, store + " threw what no store may throw.", e);
        }
    }

    private RuntimeException unchecked(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException usual
                ? usual
                : new StoreException(Certainty.UNKNOWN, store + " threw what no store may throw.", thrown);
    }
}
