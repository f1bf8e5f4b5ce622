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
 * @param jdbcUrl the PostgreSQL to use; null for one of our own within the folder
 * @param serviceOnly whether the provider runs elsewhere
 * @param providerUrl where; null unless serviceOnly
 * @param reset whether to clear the folder first
 */
record DemoOptions(
        int port,
        int providerPort,
        Path data,
        @Nullable String jdbcUrl,
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
        if (jdbcUrl != null && !jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw DemoException.refused("--jdbc-url must start with jdbc:postgresql:");
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
        if (reset && serviceOnly && jdbcUrl != null) {
            throw DemoException.refused(
                    "--reset has nothing to clear: with --service-only and --jdbc-url all data" + " is elsewhere");
        }
    }

    /** Whether PostgreSQL or the ledger lies in the folder, so that only one demo may use it. */
    boolean ownsData() {
        return !serviceOnly || jdbcUrl == null;
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
