/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port of an address (RFC 6454), so that two can be compared. */
final class Origins {
    private Origins() {}

    /** Gives the origin, with the port written out; of a name that is no host in {@link URI}'s eyes, the authority. */
    static URI of(URI address) {
        if (address.getScheme() == null || address.getRawAuthority() == null) {
            throw new IllegalArgumentException("An origin has a scheme and a host; this address lacks one.");
        }
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null) {
            return URI.create(scheme + "://" + address.getRawAuthority().toLowerCase(Locale.ROOT));
        }
        int usual = scheme.equals("https") ? 443 : 80;
        int port = address.getPort() >= 0 ? address.getPort() : usual;
        return URI.create(scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port);
    }
}
