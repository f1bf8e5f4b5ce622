/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what the servers answer, not longer than a verb may take. */
final class Answers {
    private final long deadline;

    private Answers(long deadline) {
        this.deadline = deadline;
    }

    /** From now on. */
    static Answers within(Duration limit) {
        return new Answers(System.nanoTime() + limit.toNanos());
    }

    /**
     * Waits also while interrupted, because an answer that is on its way decides whether an action has run; the
     * interrupt is kept for the caller. What comes too late is cancelled, so that the client does not send it any more.
     *
     * @throws Failed with the reason if there is no answer
     */
    <T extends @Nullable Object> T of(Future<T> answer) throws Failed {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(nanosLeft(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new Failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | CancellationException e) {
            answer.cancel(true);
            throw new Failed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes a permit if one becomes free in time, also while interrupted. */
    boolean permit(Semaphore permits) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return permits.tryAcquire(nanosLeft(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long nanosLeft() {
        return Math.max(0, deadline - System.nanoTime());
    }

    /** There was no answer, for the reason given as cause. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final Throwable reason;

        Failed(Throwable reason) {
            super(reason);
            this.reason = reason;
        }

        Throwable reason() {
            return reason;
        }
    }
}
