/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * What each attempt passes, in this order: circuit breaker, rate limiter, bulkhead. The breaker counts attempts without
 * an answer and those answered with 500 or above, whatever its configuration says of exceptions of the other two: that
 * we may not send says nothing of the callee.
 */
final class Guards {
    private final CircuitBreaker breaker;
    private final @Nullable RateLimiter limiter;
    private final @Nullable Bulkhead bulkhead;

    Guards(CircuitBreaker breaker, @Nullable RateLimiter limiter, @Nullable Bulkhead bulkhead) {
        this.breaker = breaker;
        this.limiter = limiter;
        this.bulkhead = bulkhead;
    }

    /** Lets an attempt pass, or throws what Resilience4j throws; the passage must be ended by one of its methods. */
    Passage enter() {
        breaker.acquirePermission();
        try {
            if (limiter != null) {
                RateLimiter.waitForPermission(limiter);
            }
            if (bulkhead != null) {
                bulkhead.acquirePermission();
            }
        } catch (RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
        return new Passage(breaker.getCurrentTimestamp());
    }

    /** An attempt under way. */
    final class Passage {
        private final long start;

        private Passage(long start) {
            this.start = start;
        }

        void answered(int status) {
            leave();
            long duration = breaker.getCurrentTimestamp() - start;
            if (status >= 500) {
                breaker.onError(duration, breaker.getTimestampUnit(), new ServerErrorException(status));
            } else {
                breaker.onSuccess(duration, breaker.getTimestampUnit());
            }
        }

        void failed(Throwable cause) {
            leave();
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), cause);
        }

        /** It says nothing of the callee: interrupted, or an error of our own. */
        void abandoned() {
            leave();
            breaker.releasePermission();
        }

        private void leave() {
            if (bulkhead != null) {
                bulkhead.onComplete();
            }
        }
    }
}
