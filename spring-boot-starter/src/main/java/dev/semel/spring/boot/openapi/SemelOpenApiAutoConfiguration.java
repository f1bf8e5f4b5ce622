/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.Precondition;
import dev.semel.http.ProblemRenderer;
import dev.semel.spring.boot.SemelPreconditionAutoConfiguration;
import dev.semel.spring.boot.SemelWebAutoConfiguration;
import dev.semel.spring.web.MvcOperations;
import dev.semel.spring.web.PreconditionSupport;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * With springdoc: guarded operations and those with preconditions say so in the OpenAPI document and in those of groups.
 * There is nothing to say about keys where requests are only observed, or where an {@code OperationResolver} of the
 * application decides what is guarded.
 */
@AutoConfiguration(after = {SemelWebAutoConfiguration.class, SemelPreconditionAutoConfiguration.class})
@ConditionalOnClass(GlobalOpenApiCustomizer.class)
public final class SemelOpenApiAutoConfiguration {
    private static final String CUSTOMIZER = "semelOpenApiCustomizer";
    private static final String PRECONDITIONS = "semelOpenApiPreconditions";

    static {
        // a handler's parameter that stands for header fields, and no parameter of its own name
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Precondition.class);
    }

    /** Made by Spring Boot. */
    public SemelOpenApiAutoConfiguration() {}

    /** A renderer of the application's own writes documents that are not known here. */
    @Bean(name = CUSTOMIZER)
    @ConditionalOnBean(MvcOperations.class)
    @ConditionalOnProperty(name = "semel.http.mode", havingValue = "enforce", matchIfMissing = true)
    @ConditionalOnMissingBean(name = CUSTOMIZER)
    GlobalOpenApiCustomizer semelOpenApiCustomizer(
            MvcOperations operations, ObjectProvider<ProblemRenderer> renderers) {
        return new GuardedContract(operations, problems(renderers));
    }

    @Bean(name = PRECONDITIONS)
    @ConditionalOnBean(PreconditionSupport.class)
    @ConditionalOnMissingBean(name = PRECONDITIONS)
    PreconditionContract semelOpenApiPreconditions(ObjectProvider<ProblemRenderer> renderers) {
        return new PreconditionContract(problems(renderers));
    }

    private static ProblemResponses problems(ObjectProvider<ProblemRenderer> renderers) {
        return new ProblemResponses(renderers.getIfAvailable() == null);
    }
}
