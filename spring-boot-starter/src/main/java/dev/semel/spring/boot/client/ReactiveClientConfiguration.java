/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSender;
import dev.semel.client.webclient.IdempotentExchangeFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With {@code semel.client.enabled}: the filter, before all others, so that they see each attempt. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({WebClientCustomizer.class, HttpClientSettings.class})
@ConditionalOnProperty("semel.client.enabled")
class ReactiveClientConfiguration {
    @Bean
    WebClientCustomizer semelWebClientCustomizer(IdempotentSender sender, ObjectProvider<HttpClientSettings> settings) {
        Redirects.requireOurs(settings);
        IdempotentExchangeFilter filter = new IdempotentExchangeFilter(sender);
        return builder -> builder.filters(all -> all.add(0, filter));
    }
}
