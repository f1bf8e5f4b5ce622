/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, checked.
 *
 * @param port of the service
 * @param providerPort of the provider; unused with serviceOnly
 * @param data the folder with the demo's data
 * @param storage where payments and records lie
 * @param serviceOnly whether the provider runs elsewhere
 * @param providerUrl where; null unless serviceOnly
 * @param reset whether to clear the folder first
 */
record DemoOptions(
        int port,
        int providerPort,
        Path data,
        Storage storage,
        boolean serviceOnly,
        @Nullable URI providerUrl,
        boolean reset) {

    /**
     * Checks each value and whether they go together.
     *
     * @throws DemoException (2) naming the option to change
     */
    DemoOptions {
        requirePort("--port", port);
        requirePort("--provider-port", providerPort);
        if (!serviceOnly && port == providerPort) {
            throw DemoException.refused("--port and --provider-port are both " + port + "; they must differ");
        }
        if (serviceOnly && providerUrl == null) {
            throw DemoException.refused("--service-only needs --provider-url, such as http://localhost:8081");
        }
        if (!serviceOnly && providerUrl != null) {
            throw DemoException.refused("--provider-url goes with --service-only; without it the demo has its own");
        }
        if (providerUrl != null && !isHttp(providerUrl)) {
            throw DemoException.refused("--provider-url must look like http://localhost:8081");
        }
        if (reset && serviceOnly && !storage.isOwn()) {
            throw DemoException.refused("--reset has nothing to clear: with --service-only and "
                    + (storage.store().isRedis() ? "--jdbc-url and --redis-url" : "--jdbc-url")
                    + " all data is elsewhere");
        }
    }

    /** Whether a server's files or the ledger lie in the folder, so that only one demo may use it. */
    boolean ownsData() {
        return !serviceOnly || storage.isOwn();
    }

    /**
     * Where payments and records lie.
     *
     * @param store which servers
     * @param jdbcUrl the database to use; null for one of our own within the folder
     * @param redisUrl the Redis or the Cluster to use; null for one of our own, or where there is none
     */
    record Storage(DemoStore store, @Nullable String jdbcUrl, @Nullable String redisUrl) {

        private static final String CLUSTER = "redis://[^:/@,\\s]+:[0-9]+(,[^:/@,\\s]+:[0-9]+)*";

        /**
         * Checks whether the URLs are those of such servers.
         *
         * @throws DemoException (2) naming the option to change
         */
        Storage {
            if (jdbcUrl != null && !jdbcUrl.startsWith(store.jdbcStart())) {
                throw DemoException.refused(
                        "--jdbc-url must start with " + store.jdbcStart() + " for --store " + store.word());
            }
            if (redisUrl != null && !store.isRedis()) {
                throw DemoException.refused("--redis-url needs --store redis or redis-cluster");
            }
            if (redisUrl != null && store == DemoStore.REDIS && !redisUrl.matches("rediss?://[^,\\s]+")) {
                throw DemoException.refused("--redis-url must look like redis://host:6379 for --store redis");
            }
            if (redisUrl != null && store == DemoStore.REDIS_CLUSTER && !redisUrl.matches(CLUSTER)) {
                throw DemoException.refused(
                        "--redis-url must look like redis://host:6379,host:6380 for --store redis-cluster");
            }
        }

        /** Whether a server of it is our own. */
        boolean isOwn() {
            return jdbcUrl == null || (store.isRedis() && redisUrl == null);
        }
    }

    URI effectiveProviderUrl() {
        return providerUrl == null ? URI.create("http://localhost:" + providerPort) : providerUrl;
    }

    static void requirePort(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw DemoException.refused(option + " must be from 1 to 65535, not " + port);
        }
    }

    private static boolean isHttp(URI url) {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && (url.getPath().isEmpty() || url.getPath().equals("/"));
    }
}
