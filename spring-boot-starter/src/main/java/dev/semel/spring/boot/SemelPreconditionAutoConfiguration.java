/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.http.ProblemRenderer;
import dev.semel.spring.web.PreconditionSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Preconditions in a servlet application with Spring MVC. They do not depend on the idempotency layer, and stay where
 * {@code semel.http.enabled} is false.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class SemelPreconditionAutoConfiguration {
    /** Made by Spring Boot. */
    public SemelPreconditionAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PreconditionSupport semelPreconditions(ObjectProvider<ProblemRenderer> problems) {
        return new PreconditionSupport(problems.getIfAvailable(ProblemRenderer::problemJson));
    }
}
