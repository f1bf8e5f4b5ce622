/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.servlet.Observations;
import dev.semel.servlet.ObservingFilter;
import dev.semel.servlet.RouteObservation;
import dev.semel.servlet.ScopeResolver;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;

/** With {@code semel.http.mode=observe}: a filter that counts what the layer would do, and a report of it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "semel.http.mode", havingValue = "observe")
class ObservingConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger("dev.semel");

    @Bean
    @ConditionalOnMissingBean
    Observations semelObservations() {
        return Observations.standard();
    }

    @Bean
    @ConditionalOnMissingBean(name = SemelWebAutoConfiguration.FILTER)
    FilterRegistrationBean<ObservingFilter> semelObservingFilter(
            SemelProperties properties, ScopeResolver scopes, Observations observations) {
        LOG.warn("semel.http.mode=observe: no request is guarded; duplicates are counted and logged.");
        ObservingFilter filter =
                new ObservingFilter(properties.http().policy(), scopes, ObservingConfiguration::route, observations);
        FilterRegistrationBean<ObservingFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(properties.http().filterOrder());
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        registration.setAsyncSupported(true);
        return registration;
    }

    /** What no handler of Spring MVC took is one route, because paths are as many as clients like. */
    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return request.getMethod() + " " + (pattern == null ? "(no handler)" : pattern);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Endpoint.class)
    static class Report {
        @Bean
        @ConditionalOnMissingBean
        ObservationsEndpoint semelObservationsEndpoint(Observations observations) {
            return new ObservationsEndpoint(observations);
        }
    }

    /** The actuator endpoint {@code semelobservations}: routes with the most repeated requests first. */
    @Endpoint(id = "semelobservations")
    static final class ObservationsEndpoint {
        private final Observations observations;

        ObservationsEndpoint(Observations observations) {
            this.observations = observations;
        }

        @ReadOperation
        public List<RouteObservation> routes() {
            return observations.report();
        }
    }
}
