/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.http.ProblemRenderer;
import dev.semel.servlet.OperationResolver;
import dev.semel.servlet.ScopeResolver;
import dev.semel.servlet.SemelFilter;
import dev.semel.spring.CallerScope;
import dev.semel.spring.ModeExecutors;
import dev.semel.spring.PolicyReader;
import dev.semel.spring.web.GuardedPath;
import dev.semel.spring.web.HttpGuard;
import dev.semel.spring.web.ModeFilter;
import dev.semel.spring.web.MvcOperations;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.DispatcherServlet;

/** The filter of a servlet application with Spring MVC. Each bean gives way to one of the application's. */
@AutoConfiguration(after = SemelAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, FilterRegistrationBean.class})
@ConditionalOnProperty(name = "semel.http.enabled", matchIfMissing = true)
@Import(ObservingConfiguration.class)
public final class SemelWebAutoConfiguration {
    /** The name of the filter and of its registration's bean. */
    static final String FILTER = "semelFilter";

    /** Made by Spring Boot. */
    public SemelWebAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    HttpGuard semelHttpGuard(SemelProperties properties, PolicyReader policies, ModeExecutors executors) {
        List<GuardedPath> paths = properties.http().paths().stream()
                .map(path -> GuardedPath.parse(path, "semel.http.paths"))
                .toList();
        return new HttpGuard(policies, properties.http().policy(), paths, executors.modes());
    }

    @Bean
    @ConditionalOnMissingBean(OperationResolver.class)
    MvcOperations semelOperations(ListableBeanFactory beans, HttpGuard guard) {
        return new MvcOperations(beans, guard);
    }

    @Bean
    @ConditionalOnMissingBean
    ScopeResolver semelScopeResolver(ObjectProvider<CallerScope> callers) {
        return new CallerScopeResolver(callers);
    }

    @Bean(name = FILTER)
    @ConditionalOnMissingBean(name = FILTER)
    @ConditionalOnProperty(name = "semel.http.mode", havingValue = "enforce", matchIfMissing = true)
    FilterRegistrationBean<ModeFilter> semelFilter(
            SemelProperties properties, ModeExecutors executors, OperationResolver operations, FilterParts parts) {
        ModeFilter filter = new ModeFilter(
                executors,
                operations,
                builder -> parts.apply(builder.unsupported(properties.http().unsupported())
                        .strayKeys(properties.http().policy().keys())));
        FilterRegistrationBean<ModeFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setName(FILTER);
        registration.setOrder(properties.http().filterOrder());
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        registration.setAsyncSupported(true);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    FilterParts semelFilterParts(ScopeResolver scopes, ObjectProvider<ProblemRenderer> problems) {
        return new FilterParts(scopes, problems.getIfAvailable(ProblemRenderer::problemJson));
    }

    @Bean
    @ConditionalOnMissingBean
    WebCheck semelWebCheck(ListableBeanFactory beans, ObjectProvider<MvcOperations> operations) {
        return new WebCheck(beans, operations);
    }

    /** Whose keys requests carry, and how the layer's own problems look. */
    record FilterParts(ScopeResolver scopes, ProblemRenderer problems) {
        SemelFilter.Builder apply(SemelFilter.Builder builder) {
            return builder.scopes(scopes).problems(problems);
        }
    }
}
