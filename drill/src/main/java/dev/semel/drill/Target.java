/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a service listens.
 *
 * @param host name or address
 * @param port from 1 to 65535
 * @param tls whether it speaks https
 * @param base what stands before every path, without a slash at its end; empty for none
 */
public record Target(String host, int port, boolean tls, String base) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads a URL.
     *
     * @param url such as {@code http://localhost:8090}
     * @return where it points
     * @throws DrillException if it is no http or https URL of a host; the message is one line for the user
     */
    public static Target parse(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new DrillException("'" + url + "' is no http or https URL, such as http://localhost:8090");
        }
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getPort() > HIGHEST_PORT
                || uri.getPort() == 0) {
            throw new DrillException("'" + url + "' names no host and port, as http://localhost:8090 does");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new DrillException("'" + url + "' must end with its path, without query or fragment");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
        return new Target(uri.getHost(), port, tls, uri.getRawPath().replaceFirst("/+$", ""));
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new DrillException("'" + url + "' is no URL: " + e.getReason());
        }
    }

    /**
     * What the field {@code Host} says.
     *
     * @return host, and the port where it is not the usual one
     */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + base;
    }
}
