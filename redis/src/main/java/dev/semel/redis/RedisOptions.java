/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a Redis store is set up.
 *
 * @param namespace begins all keys of the store, as in <code>{semel:0a3}:…</code>; services that share a server and are not to
 *     share records have one each
 * @param timeout how long a verb waits for the server; what has not been answered by then is unknown. From 10 ms to an
 *     hour
 * @param confirmingReplicas how many replicas must have a write before it counts; 0 asks none
 * @param confirmingTimeout how long to wait for them, from 1 ms to less than the timeout
 */
public record RedisOptions(String namespace, Duration timeout, int confirmingReplicas, Duration confirmingTimeout) {
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Namespace {@code semel}, 5 seconds, no replica asked. */
    public static final RedisOptions DEFAULTS =
            new RedisOptions("semel", Duration.ofSeconds(5), 0, Duration.ofSeconds(1));

    /**
     * Checks name, times and number.
     *
     * @param namespace as above
     * @param timeout as above
     * @param confirmingReplicas as above
     * @param confirmingTimeout as above
     * @throws IllegalArgumentException if the namespace is not 1 to 32 ASCII letters, digits, dots, dashes and
     *     underscores, if a time is out of range, or if the number is negative
     */
    public RedisOptions {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(confirmingTimeout, "confirmingTimeout");
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException("A namespace must match " + NAMESPACE + "; this one does not.");
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The timeout must be from " + SHORTEST + " to " + LONGEST + ", it is " + timeout + ".");
        }
        if (confirmingReplicas < 0) {
            throw new IllegalArgumentException(
                    "The number of confirming replicas must not be negative, it is " + confirmingReplicas + ".");
        }
        if (confirmingReplicas > 0 && (confirmingTimeout.toMillis() < 1 || confirmingTimeout.compareTo(timeout) >= 0)) {
            throw new IllegalArgumentException("The time for replicas to confirm must be from 1 ms to less than the"
                    + " timeout (" + timeout + "), it is " + confirmingTimeout + ".");
        }
    }

    /**
     * With another beginning of all keys.
     *
     * @param name see {@link #namespace()}
     * @return a copy
     */
    public RedisOptions withNamespace(String name) {
        return new RedisOptions(name, timeout, confirmingReplicas, confirmingTimeout);
    }

    /**
     * With another time limit.
     *
     * @param limit see {@link #timeout()}
     * @return a copy
     */
    public RedisOptions withTimeout(Duration limit) {
        return new RedisOptions(namespace, limit, confirmingReplicas, confirmingTimeout);
    }

    /**
     * With claims and answers that count only once replicas have them ({@code WAIT}): a failover to one of those loses
     * none. What is not confirmed in time is {@link dev.semel.spi.StoreException.Certainty#UNKNOWN}, and is sent again.
     *
     * @param replicas how many, at least the number that may be lost at once
     * @param limit see {@link #confirmingTimeout()}
     * @return a copy
     */
    public RedisOptions withConfirmingReplicas(int replicas, Duration limit) {
        return new RedisOptions(namespace, timeout, replicas, limit);
    }
}
