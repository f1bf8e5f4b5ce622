/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How long a call goes on. Past a limit it ends with what is known, and that is {@link SendResult.Unknown} if the request
 * may have taken effect.
 *
 * @param maxAttempts how often a call sends at most, redirects included: 1 to {@value #MOST_ATTEMPTS}
 * @param deadline how long a call lasts at most, waits included; not above {@code keyLifetime}
 * @param retryAfterCap the longest wait that a server can ask for
 * @param keyLifetime how long after its minting a key is sent; well below the server's retention, since a server that has
 *     forgotten a key runs the request again
 */
public record RetryLimits(int maxAttempts, Duration deadline, Duration retryAfterCap, Duration keyLifetime) {
    static final int MOST_ATTEMPTS = 100;

    /**
     * Checks the limits.
     *
     * @param maxAttempts as above
     * @param deadline as above
     * @param retryAfterCap as above
     * @param keyLifetime as above
     * @throws IllegalArgumentException if one is out of range
     */
    public RetryLimits {
        if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "A call has 1 to " + MOST_ATTEMPTS + " attempts; got " + maxAttempts + ".");
        }
        requirePositive(deadline, "deadline");
        requirePositive(retryAfterCap, "retryAfterCap");
        requirePositive(keyLifetime, "keyLifetime");
        if (deadline.compareTo(keyLifetime) > 0) {
            throw new IllegalArgumentException("The deadline " + deadline + " is longer than a key lives, "
                    + keyLifetime + "; a retry after that could run the request a second time.");
        }
    }

    /**
     * 8 attempts within 2 minutes, waits up to 30 seconds, keys up to 12 hours old.
     *
     * @return the default limits
     */
    public static RetryLimits standard() {
        return new RetryLimits(8, Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofHours(12));
    }

    /**
     * Exponential backoff with full jitter: the n-th wait is random between nothing and {@code first * 2^(n-1)}, at most
     * {@code longest}.
     *
     * @param first the bound of the first wait
     * @param longest the bound of all waits
     * @param random asked at each wait for a source; that of the current thread, for example
     * @return a function for {@link IdempotentSenderBuilder#backoff}
     */
    public static IntervalFunction fullJitter(Duration first, Duration longest, Supplier<RandomGenerator> random) {
        Objects.requireNonNull(random, "random");
        IntervalFunction bound = IntervalFunction.ofExponentialBackoff(first, 2.0, longest);
        return attempt -> random.get().nextLong(bound.apply(attempt) + 1);
    }

    /**
     * These limits with another number of attempts.
     *
     * @param maxAttempts 1 to {@value #MOST_ATTEMPTS}
     * @return new limits
     */
    public RetryLimits withMaxAttempts(int maxAttempts) {
        return new RetryLimits(maxAttempts, deadline, retryAfterCap, keyLifetime);
    }

    /**
     * These limits with another deadline.
     *
     * @param deadline how long a call lasts at most
     * @return new limits
     */
    public RetryLimits withDeadline(Duration deadline) {
        return new RetryLimits(maxAttempts, deadline, retryAfterCap, keyLifetime);
    }

    /**
     * These limits with another cap.
     *
     * @param retryAfterCap the longest wait that a server can ask for
     * @return new limits
     */
    public RetryLimits withRetryAfterCap(Duration retryAfterCap) {
        return new RetryLimits(maxAttempts, deadline, retryAfterCap, keyLifetime);
    }

    /**
     * These limits with another life of keys.
     *
     * @param keyLifetime how long after its minting a key is sent
     * @return new limits
     */
    public RetryLimits withKeyLifetime(Duration keyLifetime) {
        return new RetryLimits(maxAttempts, deadline, retryAfterCap, keyLifetime);
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("A call needs a positive " + name + "; got " + value + ".");
        }
    }
}
