/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the card provider is and how long to wait for it.
 *
 * @param url its address, such as {@code http://localhost:8081}
 * @param connectTimeout how long to try to reach it
 * @param readTimeout how long to wait for its answer; after that the outcome of a charge is unknown
 */
@ConfigurationProperties("payments.provider")
record ProviderProperties(
        URI url, @DefaultValue("10s") Duration connectTimeout, @DefaultValue("30s") Duration readTimeout) {

    ProviderProperties {
        Objects.requireNonNull(url, "payments.provider.url is missing");
    }
}
