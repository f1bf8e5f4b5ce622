/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Builds an {@link IdempotentSender}. For one thread. */
public final class IdempotentSenderBuilder {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final String name;
    private KeyPlacement placement = KeyPlacement.standard();
    private KeySource keys = KeySource.random();
    private SendRules rules = SendRules.standard();
    private RetryLimits limits = RetryLimits.standard();
    private IntervalFunction backoff =
            RetryLimits.fullJitter(FIRST_BACKOFF, LONGEST_BACKOFF, ThreadLocalRandom::current);
    private Credentials credentials = Optional::empty;
    ResultListener listener = result -> {};
    private InstantSource clock = InstantSource.system();
    private CircuitBreaker breaker;
    private @Nullable RetryRegistry retries;
    private @Nullable RateLimiter limiter;
    private @Nullable Bulkhead bulkhead;

    @Nullable
    ScheduledExecutorService scheduler;

    IdempotentSenderBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.breaker = CircuitBreaker.ofDefaults(name);
    }

    /**
     * Where the key stands and how it is written.
     *
     * @param placement the target's way
     * @return this
     */
    public IdempotentSenderBuilder placement(KeyPlacement placement) {
        this.placement = Objects.requireNonNull(placement, "placement");
        return this;
    }

    /**
     * Where keys come from that are not given with the call.
     *
     * @param keys asked once per call
     * @return this
     */
    public IdempotentSenderBuilder keys(KeySource keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /**
     * What the target's answers mean.
     *
     * @param rules the rules
     * @return this
     */
    public IdempotentSenderBuilder rules(SendRules rules) {
        this.rules = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /**
     * How long a call goes on.
     *
     * @param limits the limits
     * @return this
     */
    public IdempotentSenderBuilder limits(RetryLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * How long to wait where the server does not say. The default is {@link RetryLimits#fullJitter} from 200 ms to 10 s.
     *
     * @param backoff from the number of attempts so far to milliseconds
     * @return this
     */
    public IdempotentSenderBuilder backoff(IntervalFunction backoff) {
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        return this;
    }

    /**
     * What to do on 401. The default is nothing.
     *
     * @param credentials asked once per call at most
     * @return this
     */
    public IdempotentSenderBuilder credentials(Credentials credentials) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        return this;
    }

    /**
     * Who hears of each result.
     *
     * @param listener called at the end of each call
     * @return this
     */
    public IdempotentSenderBuilder listener(ResultListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * The clock that deadlines are measured on.
     *
     * @param clock the system's by default
     * @return this
     */
    public IdempotentSenderBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Where the retry is registered, for its metrics and events. What is retried is decided here all the same.
     *
     * @param retries a registry that has no retry of this sender's name
     * @return this
     */
    public IdempotentSenderBuilder retries(RetryRegistry retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
        return this;
    }

    /**
     * The circuit breaker. While it is open nothing is sent.
     *
     * @param breaker yours, perhaps from a registry
     * @return this
     */
    public IdempotentSenderBuilder circuitBreaker(CircuitBreaker breaker) {
        this.breaker = Objects.requireNonNull(breaker, "breaker");
        return this;
    }

    /**
     * The rate limiter. It may block for its own timeout, in {@link IdempotentSender#sendAsync} too.
     *
     * @param limiter yours, perhaps from a registry
     * @return this
     */
    public IdempotentSenderBuilder rateLimiter(RateLimiter limiter) {
        this.limiter = Objects.requireNonNull(limiter, "limiter");
        return this;
    }

    /**
     * The bulkhead.
     *
     * @param bulkhead yours, perhaps from a registry
     * @return this
     */
    public IdempotentSenderBuilder bulkhead(Bulkhead bulkhead) {
        this.bulkhead = Objects.requireNonNull(bulkhead, "bulkhead");
        return this;
    }

    /**
     * What starts the retries of {@link IdempotentSender#sendAsync}; it is the caller's to shut down.
     *
     * @param scheduler one thread is enough, since it does not wait for answers
     * @return this
     */
    public IdempotentSenderBuilder scheduler(ScheduledExecutorService scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return this;
    }

    /**
     * Builds the sender.
     *
     * @return the sender
     * @throws IllegalStateException if the registry has a retry of this name
     */
    public IdempotentSender build() {
        return new IdempotentSender(this);
    }

    SenderSettings settings() {
        return new SenderSettings(placement, keys, rules, limits, backoff, credentials, new AnswerTable(rules), clock);
    }

    Guards guards() {
        return new Guards(breaker, limiter, bulkhead);
    }

    Retry retry() {
        RetryConfig config = RetryConfig.<Turn<?>>custom()
                .maxAttempts(limits.maxAttempts())
                .retryOnResult(Turn::isSentAgain)
                .retryOnException(thrown -> false)
                .intervalBiFunction((attempt, turn) -> turn.get().waitMillis())
                .consumeResultBeforeRetryAttempt((attempt, turn) -> turn.beforeWait())
                .build();
        Retry retry = retries == null ? Retry.of(name, config) : retries.retry(name, config);
        if (retry.getRetryConfig() != config) {
            throw new IllegalStateException("The registry has a retry named " + name
                    + " with rules of its own, which would send again what must not be. Choose another name.");
        }
        return retry;
    }
}
