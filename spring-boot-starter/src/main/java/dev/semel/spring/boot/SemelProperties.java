/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.FailureClassifier;
import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.WaitStrategy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationStyle;

/**
 * The properties of Semel. A value that does not fit, or a name that does not exist, fails the start.
 *
 * @param secret key of the hash that names records and binds fingerprints, at least 16 bytes and the same on all nodes;
 *     changing it forgets all records. Without one, somebody with a copy of the table can check guesses at keys and payloads
 * @param encryption of recorded answers
 * @param defaults what an annotation leaves open
 * @param http requests
 * @param jdbc records in a database
 * @param redis records in Redis
 * @param routes operations whose records lie in another store
 * @param breaker circuit breakers of the stores
 * @param cache recorded answers in memory
 * @param wakeUp what ends a wait for another node early
 * @param purge removal of expired records
 * @param client calls of other services
 */
@ConfigurationProperties(prefix = "semel", ignoreUnknownFields = false)
public record SemelProperties(
        @Nullable String secret,
        @NestedConfigurationProperty @DefaultValue EncryptionProperties encryption,
        @Name("default") @DefaultValue Defaults defaults,
        @NestedConfigurationProperty @DefaultValue HttpProperties http,
        @DefaultValue Jdbc jdbc,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @DefaultValue List<RouteProperties> routes,
        @NestedConfigurationProperty @DefaultValue BreakerProperties breaker,
        @NestedConfigurationProperty @DefaultValue CacheProperties cache,
        @NestedConfigurationProperty @DefaultValue WakeUpProperties wakeUp,
        @DefaultValue Purge purge,
        @NestedConfigurationProperty @DefaultValue ClientProperties client) {
    private static final int MIN_SECRET_BYTES = 16;

    /**
     * Checks the secret, and what concerns several parts.
     *
     * @param secret as above
     * @param encryption as above
     * @param defaults as above
     * @param http as above
     * @param jdbc as above
     * @param redis as above
     * @param routes as above
     * @param breaker as above
     * @param cache as above
     * @param wakeUp as above
     * @param purge as above
     * @param client as above
     * @throws IllegalArgumentException if one does not fit
     */
    public SemelProperties {
        routes = List.copyOf(routes);
        require(
                secret == null || secret.getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES,
                "semel.secret must have at least " + MIN_SECRET_BYTES + " bytes, for example 32 random characters");
        require(
                !http.firstSent().enabled() || http.firstSent().tolerance().compareTo(defaults.retention()) < 0,
                "semel.http.first-sent.tolerance (" + http.firstSent().tolerance()
                        + ") must be shorter than semel.default.retention (" + defaults.retention() + ")");
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "SemelProperties[" + encryption + ", " + defaults + ", " + http + ", " + jdbc + ", " + redis + ", "
                + routes + ", "
                + breaker + ", " + cache + ", " + wakeUp + ", "
                + purge + ", " + client + "]";
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message + ".");
        }
    }

    /**
     * What an annotation leaves open.
     *
     * @param store the bean of leased operations that no route takes, where there are several; or what is short for it
     * @param mode joined or leased; by default joined where a store can join transactions
     * @param lease how long the right to run lives without renewal, in leased mode; at least 100 ms
     * @param retention how long an answer is replayed; at least the lease
     * @param waiting what a duplicate does while the first call runs: reject, or how long it waits at most
     */
    public record Defaults(
            @Nullable String store,
            @Nullable Mode mode,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("24h") Duration retention,
            @Name("wait") @DefaultValue("reject") String waiting) {
        /**
         * Checks the times.
         *
         * @param store as above
         * @param mode as above
         * @param lease as above
         * @param retention as above
         * @param waiting as above
         * @throws IllegalArgumentException if one does not fit
         */
        public Defaults {
            require(
                    lease.compareTo(Duration.ofMillis(100)) >= 0,
                    "semel.default.lease must be at least 100ms, it is " + lease);
            require(
                    retention.compareTo(lease) >= 0,
                    "semel.default.retention (" + retention + ") must not be shorter than semel.default.lease (" + lease
                            + ")");
            strategy(waiting);
        }

        IdempotencyPolicy policy(Mode chosen) {
            return new IdempotencyPolicy(chosen, lease, retention, strategy(waiting), FailureClassifier.byPhase());
        }

        private static WaitStrategy strategy(String text) {
            if (text.strip().equalsIgnoreCase("reject")) {
                return WaitStrategy.reject();
            }
            try {
                return WaitStrategy.upTo(DurationStyle.detectAndParse(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "semel.default.wait must be reject or a positive time such as 2s, it is \"" + text + "\".", e);
            }
        }
    }

    /**
     * Records in a database.
     *
     * @param schema schema of the semel_ tables; empty for the search path of the connection
     * @param initializeSchema whether missing tables are created at start; otherwise a migration tool does it
     * @param timeout how long the server may work on a statement of a leased store, 10ms to 1h
     * @param permitFsyncOffAndLoseRecords for tests only: start on a server that may lose acknowledged records
     * @param senders how many claims of a leased store may be under way at a time, and how many completions, before those
     *     that come are gathered into one statement, 0 to 64; 0 gathers nothing. PostgreSQL only
     */
    public record Jdbc(
            @DefaultValue("") String schema,
            @DefaultValue("false") boolean initializeSchema,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("false") boolean permitFsyncOffAndLoseRecords,
            @DefaultValue("4") int senders) {
        /**
         * Checks schema, time and senders.
         *
         * @param schema as above
         * @param initializeSchema as above
         * @param timeout as above
         * @param permitFsyncOffAndLoseRecords as above
         * @param senders as above
         * @throws IllegalArgumentException if one does not fit
         */
        public Jdbc {
            require(
                    schema.isEmpty() || schema.matches("[A-Za-z_][A-Za-z0-9_]{0,62}"),
                    "semel.jdbc.schema must be a plain identifier of at most 63 letters, digits and underscores");
            require(
                    timeout.compareTo(Duration.ofMillis(10)) >= 0 && timeout.compareTo(Duration.ofHours(1)) <= 0,
                    "semel.jdbc.timeout must be from 10ms to 1h, it is " + timeout);
            require(senders >= 0 && senders <= 64, "semel.jdbc.senders must be from 0 to 64, it is " + senders);
        }
    }

    /**
     * Removal of expired records.
     *
     * @param enabled whether this node removes them
     * @param interval time between two rounds, jittered by a fifth; at least 1s
     * @param batch how many records one statement removes at most, 1 to 10000
     */
    public record Purge(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("1m") Duration interval,
            @DefaultValue("1000") int batch) {
        /**
         * Checks the figures.
         *
         * @param enabled as above
         * @param interval as above
         * @param batch as above
         * @throws IllegalArgumentException if one does not fit
         */
        public Purge {
            require(
                    interval.compareTo(Duration.ofSeconds(1)) >= 0,
                    "semel.purge.interval must be at least 1s, it is " + interval);
            require(batch >= 1 && batch <= 10_000, "semel.purge.batch must be from 1 to 10000, it is " + batch);
        }
    }
}
