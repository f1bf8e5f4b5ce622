/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands between an executor and a store that may be slow or dead: calls are then refused at once, until a few of
 * them find it well again. Nothing runs unprotected because of a breaker (promise I20): what it refuses is told as what the
 * store said last, which is that it is away ({@link dev.semel.spi.StoreException.Certainty#NOT_APPLIED}), and in every
 * other case as {@link dev.semel.spi.StoreException.Certainty#OVERLOADED}: there may be a record.
 *
 * <pre>{@code
 * IdempotencyStore store = StoreProtection.standard().around(redis);
 * }</pre>
 *
 * <p><b>What is refused</b> while the breaker is open: claims and reads, before anything is sent. What an attempt that
 * runs already writes (completions, renewals, releases, holds) is always sent, in joined mode with the transaction that it
 * needs: to refuse it could only lose an answer. How those fare counts all the same.
 *
 * <p><b>What counts as failure</b>: no answer, a refusal of the whole store, and an answer that came too late. A deadlock
 * or a record that cannot be read is an answer, and so is a commit that is known to be rolled back. In joined mode verbs
 * and commits count; a beginning counts only if it fails, because it often is no round trip.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class StoreProtection {
    private static final int WINDOW_SECONDS = 10;
    private static final int FEWEST_CALLS = 10;
    private static final int PROBES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final CircuitBreaker breaker;
    private final @Nullable Timeout timeout;

    /** How long a verb may take, and how many may be waited for. */
    record Timeout(Duration limit, int threads) {}

    private StoreProtection(CircuitBreaker breaker, @Nullable Timeout timeout) {
        this.breaker = breaker;
        this.timeout = timeout;
    }

    /**
     * With a breaker of {@link #config} that tries the store after 2 s, and without timeouts.
     *
     * @return the protection of one store; a second store needs one of its own
     */
    public static StoreProtection standard() {
        return of(CircuitBreaker.of("semel-store", config(RETRY_AFTER).build()));
    }

    /**
     * With a breaker of the application's, such as one of a registry that is measured.
     *
     * @param breaker for this store alone
     * @return the protection
     */
    public static StoreProtection of(CircuitBreaker breaker) {
        return new StoreProtection(Objects.requireNonNull(breaker, "breaker"), null);
    }

    /**
     * Opens when half of at least 10 calls in 10 s have failed, or four of five took longer than 2 s; then tries 3 calls.
     *
     * @param retryAfter how long it stays open before it tries, which a builder takes once only
     * @return to be refined
     */
    public static CircuitBreakerConfig.Builder config(Duration retryAfter) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(
                        WINDOW_SECONDS,
                        FEWEST_CALLS,
                        SlidingWindowType.TIME_BASED,
                        CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .clock(new ElapsedClock())
                .failureRateThreshold(50)
                .slowCallDurationThreshold(Duration.ofSeconds(2))
                .slowCallRateThreshold(80)
                .waitDurationInOpenState(retryAfter)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                // a probe whose answer never comes must not keep the breaker half open for good
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(10));
    }

    /**
     * Gives each verb of a leased store a limit, by a thread of a bounded pool, which costs a change of threads a verb.
     * The timeouts of the driver (JDBC's {@code socketTimeout}, Lettuce's command timeout) do the same for less: this is
     * for drivers that have none. A verb that is too late is unknown, not failed: it may still land. Interrupts do not cut
     * the wait short, and are kept. The threads are daemons and end when they have had nothing to do for a minute.
     *
     * @param limit how long a verb may take; well below the lease
     * @param threads how many verbs may be under way, claims and reads apart from fenced writes; more are refused as
     *     {@link dev.semel.spi.StoreException.Certainty#OVERLOADED}
     * @return a new protection with the same breaker
     * @throws IllegalArgumentException if one is not positive
     */
    public StoreProtection withTimeout(Duration limit, int threads) {
        if (limit.isNegative() || limit.isZero() || threads < 1) {
            throw new IllegalArgumentException(
                    "A limit and a number of threads are positive; got " + limit + " and " + threads + ".");
        }
        return new StoreProtection(breaker, new Timeout(limit, threads));
    }

    /**
     * The breaker, to be measured or switched.
     *
     * @return the one that was given
     */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * Protects a store; one that joins transactions stays one.
     *
     * @param store closed by who opened it
     * @return the same store behind the breaker
     * @throws IllegalArgumentException if a timeout is asked for and the store joins transactions, whose verbs must stay on
     *     the caller's thread
     */
    public IdempotencyStore around(IdempotencyStore store) {
        Watch watch = new Watch(breaker, store.capabilities().name());
        if (store instanceof JoinedIdempotencyStore joined) {
            if (timeout != null) {
                throw new IllegalArgumentException(store.capabilities().name()
                        + " joins transactions, so that its verbs stay on the caller's thread. Set the driver's own"
                        + " timeout instead, such as socketTimeout.");
            }
            return new BreakingJoinedStore(joined, watch);
        }
        IdempotencyStore limited = Optional.ofNullable(timeout)
                .<IdempotencyStore>map(limits -> new LimitedStore(store, limits))
                .orElse(store);
        return new BreakingStore(limited, watch);
    }
}
