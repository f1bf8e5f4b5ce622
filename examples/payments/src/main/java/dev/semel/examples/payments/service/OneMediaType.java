/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.accept.FixedContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Answers in JSON whatever the client accepts (RFC 9110, section 12.4.1 allows it). Spring MVC would find out that it
 * cannot please the client after the handler, and so the charge, and answer 406 for a payment that it then rolls back.
 */
@Configuration(proxyBeanMethods = false)
class OneMediaType implements WebMvcConfigurer {

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new FixedContentNegotiationStrategy(MediaType.ALL)));
    }
}
