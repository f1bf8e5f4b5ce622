/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.caffeine;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a {@link CaffeineReplayCache} holds, and for how long.
 *
 * @param maxBytes of memory for all answers, about: their payloads and a fixed share for each; at least 64 KiB. An answer
 *     of more than a sixteenth of it is not kept
 * @param maxAge after which an answer is forgotten though its record lives on; positive. Within it, this node may replay
 *     an answer that another node has erased or resolved meanwhile
 */
public record CacheLimits(long maxBytes, Duration maxAge) {
    /** 16 MiB for 5 minutes. */
    public static final CacheLimits DEFAULTS = new CacheLimits(16L << 20, Duration.ofMinutes(5));

    private static final long LEAST_BYTES = 64L << 10;

    /**
     * Checks the limits.
     *
     * @param maxBytes as above
     * @param maxAge as above
     * @throws IllegalArgumentException if one does not fit
     */
    public CacheLimits {
        Objects.requireNonNull(maxAge, "maxAge");
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "A replay cache needs at least " + LEAST_BYTES + " bytes, it is to have " + maxBytes + ".");
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("The age of cached answers must be positive, it is " + maxAge + ".");
        }
    }

    /**
     * The same with another size.
     *
     * @param bytes as above
     * @return the limits
     */
    public CacheLimits withMaxBytes(long bytes) {
        return new CacheLimits(bytes, maxAge);
    }

    /**
     * The same with another age.
     *
     * @param age as above
     * @return the limits
     */
    public CacheLimits withMaxAge(Duration age) {
        return new CacheLimits(maxBytes, age);
    }

    /** The largest answer that is kept, so that one does not push out many. */
    long largest() {
        return maxBytes / 16;
    }
}
