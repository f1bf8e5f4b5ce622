/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service is called. What is null is left to the default sender, and there to the library.
 *
 * @param key where the key stands and where it comes from
 * @param retry how long a call goes on
 * @param answers which requests get a key, and what answers mean
 * @param guards what each attempt passes
 */
public record ClientTarget(
        @DefaultValue Key key, @DefaultValue Retry retry, @DefaultValue Answers answers, @DefaultValue Guards guards) {
    static final ClientTarget OPEN = new ClientTarget(
            new Key(null, null, null, null),
            new Retry(null, null, null, null, null),
            new Answers(null, null, null, null, null),
            new Guards(null, null, null));

    /** How a key is written into its field. */
    public enum Notation {
        /** As it is. */
        BARE,
        /** In quotes, as a String of RFC 9651. */
        QUOTED
    }

    /** Where the key of a call comes from that is not given one. */
    public enum Source {
        /** A new one for each call. */
        RANDOM,
        /**
         * Derived from the guarded request or method that the calling thread is in, and from the target's name; a call
         * outside of one is refused.
         */
        DOWNSTREAM,
        /** As {@link #DOWNSTREAM} within one, as {@link #RANDOM} outside. */
        DOWNSTREAM_OR_RANDOM
    }

    /** What a 500 means that is no replay. */
    public enum InternalErrors {
        /** The request may have taken effect. */
        UNKNOWN,
        /** It is sent again with the same key. */
        RETRY,
        /** Nothing took effect. */
        DEFINITIVE
    }

    ClientTarget or(ClientTarget other) {
        return new ClientTarget(
                key.or(other.key), retry.or(other.retry), answers.or(other.answers), guards.or(other.guards));
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
        return own == null ? other : own;
    }

    /**
     * Where the key stands and where it comes from.
     *
     * @param headerName header field that carries it
     * @param notation bare, or quoted as the IETF draft says
     * @param source random, downstream or downstream_or_random
     * @param lifetime how long after its minting a key is sent; well below the retention of the service
     */
    public record Key(
            @Nullable String headerName,
            @Nullable Notation notation,
            @Nullable Source source,
            @Nullable Duration lifetime) {
        Key or(Key other) {
            return new Key(
                    first(headerName, other.headerName),
                    first(notation, other.notation),
                    first(source, other.source),
                    first(lifetime, other.lifetime));
        }
    }

    /**
     * How long a call goes on.
     *
     * @param maxAttempts how often it is sent at most, 1 to 100
     * @param deadline how long it lasts at most, waits included; not above the lifetime of keys
     * @param retryAfterCap the longest wait that the service can ask for
     * @param firstBackoff bound of the first wait, where the service does not say; doubled with each
     * @param longestBackoff bound of all waits
     */
    public record Retry(
            @Nullable Integer maxAttempts,
            @Nullable Duration deadline,
            @Nullable Duration retryAfterCap,
            @Nullable Duration firstBackoff,
            @Nullable Duration longestBackoff) {
        Retry or(Retry other) {
            return new Retry(
                    first(maxAttempts, other.maxAttempts),
                    first(deadline, other.deadline),
                    first(retryAfterCap, other.retryAfterCap),
                    first(firstBackoff, other.firstBackoff),
                    first(longestBackoff, other.longestBackoff));
        }
    }

    /**
     * Which requests get a key, and what answers mean.
     *
     * @param methods HTTP methods whose requests get one
     * @param internalErrors what a 500 means that is no replay: unknown, retry or definitive
     * @param directives header fields by which the service says whether to retry, such as Stripe-Should-Retry
     * @param markers header fields that mark a replay
     * @param redirectOrigins origins besides the request's own to which a 307 or 308 may lead
     */
    public record Answers(
            @Nullable Set<String> methods,
            @Nullable InternalErrors internalErrors,
            @Nullable List<String> directives,
            @Nullable List<String> markers,
            @Nullable Set<URI> redirectOrigins) {
        Answers or(Answers other) {
            return new Answers(
                    first(methods, other.methods),
                    first(internalErrors, other.internalErrors),
                    first(directives, other.directives),
                    first(markers, other.markers),
                    first(redirectOrigins, other.redirectOrigins));
        }
    }

    /**
     * What each attempt passes.
     *
     * @param circuitBreaker name in the {@code CircuitBreakerRegistry} bean; by default one of the sender's own
     * @param rateLimiter name in the {@code RateLimiterRegistry} bean; by default none
     * @param bulkhead name in the {@code BulkheadRegistry} bean; by default none
     */
    public record Guards(@Nullable String circuitBreaker, @Nullable String rateLimiter, @Nullable String bulkhead) {
        Guards or(Guards other) {
            return new Guards(
                    first(circuitBreaker, other.circuitBreaker),
                    first(rateLimiter, other.rateLimiter),
                    first(bulkhead, other.bulkhead));
        }
    }
}
