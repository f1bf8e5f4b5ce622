/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSender;
import dev.semel.client.spring.IdempotentInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With {@code semel.client.enabled}: the interceptor, before all others, so that they see each attempt. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({RestClientCustomizer.class, HttpClientSettings.class})
@ConditionalOnProperty("semel.client.enabled")
class ImperativeClientConfiguration {
    @Bean
    RestClientCustomizer semelRestClientCustomizer(
            IdempotentSender sender, ObjectProvider<HttpClientSettings> settings) {
        Redirects.requireOurs(settings);
        IdempotentInterceptor interceptor = new IdempotentInterceptor(sender);
        return builder -> builder.requestInterceptors(all -> all.add(0, interceptor));
    }

    @Bean
    RestTemplateCustomizer semelRestTemplateCustomizer(
            IdempotentSender sender, ObjectProvider<HttpClientSettings> settings) {
        Redirects.requireOurs(settings);
        IdempotentInterceptor interceptor = new IdempotentInterceptor(sender);
        return template -> template.getInterceptors().add(0, interceptor);
    }
}
