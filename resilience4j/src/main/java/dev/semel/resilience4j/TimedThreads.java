/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads on which verbs are waited for no longer than a limit. They are daemons, which end after a minute without work:
 * nothing needs to be closed, and a driver that hangs for good keeps no process alive.
 */
final class TimedThreads {
    private static final int IDLE_SECONDS = 60;

    private final String store;
    private final StoreProtection.Timeout timeout;
    private final Semaphore free;
    private final ThreadPoolExecutor threads;

    TimedThreads(String store, String name, StoreProtection.Timeout timeout) {
        this.store = store;
        this.timeout = timeout;
        this.free = new Semaphore(timeout.threads());
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                timeout.threads(),
                timeout.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                // bounded by the permits: it only holds what a thread is about to take
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread daemon = new Thread(work, name + "-" + number.incrementAndGet());
                    daemon.setDaemon(true);
                    return daemon;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    <T> T call(Supplier<T> verb) {
        // who would have to queue is refused: the store is slow already
        if (!free.tryAcquire()) {
            throw new StoreException(
                    Certainty.OVERLOADED,
                    "All " + timeout.threads() + " threads wait for " + store + ", so it is not asked.",
                    null);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> perform(verb, answer));
        } catch (RuntimeException | Error e) {
            free.release();
            throw e;
        }
        return awaited(answer);
    }

    private <T> void perform(Supplier<T> verb, CompletableFuture<T> answer) {
        T value;
        try {
            value = verb.get();
        } catch (Throwable e) {
            free.release();
            answer.completeExceptionally(e);
            return;
        }
        // before the answer is given: the next verb of who gets it finds a free thread
        free.release();
        answer.complete(value);
    }

    /**
     * Waits also while interrupted, as for a driver on its own thread, because an answer that is on its way decides whether
     * an action has run; the interrupt is kept for the caller.
     */
    private <T> T awaited(CompletableFuture<T> answer) {
        long deadline = System.nanoTime() + timeout.limit().toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            throw new StoreException(
                    Certainty.UNKNOWN, store + " did not answer within " + timeout.limit() + "; it may still.", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
