/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spring.AdviceOrderTest.Steps;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.method.AuthorizationManagerAfterMethodInterceptor;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

class MethodAuthorizationTest {
    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void replaysNothingToACallerWhoMayNotCall() {
        try (var context = Contexts.of(Security.class, Transactions.class, Payments.class)) {
            Payments payments = context.getBean(Payments.class);
            as("ROLE_PAYER");
            String first = payments.pay("k");

            as("ROLE_NOBODY");
            assertThatThrownBy(() -> payments.pay("k")).isInstanceOf(AccessDeniedException.class);
            as("ROLE_PAYER");
            assertThat(payments.pay("k")).isEqualTo(first);
            assertThat(context.getBean(Steps.class).list).containsExactly("begin", "commit");
        }
    }

    @Test
    void replaysNothingThatACallerMayNotSee() {
        try (var context = Contexts.of(Security.class, Transactions.class, Payments.class)) {
            Payments payments = context.getBean(Payments.class);
            as("ROLE_PAYER");
            payments.payAndShow("k");

            as("ROLE_NOBODY");
            assertThatThrownBy(() -> payments.payAndShow("k")).isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void failsAtStartWhereTheTransactionStandsOutsideOfTheAuthorization() {
        assertThatThrownBy(() -> Contexts.of(Security.class, TransactionsFirst.class, Payments.class))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("runs outside of the idempotency advice")
                .hasMessageContaining("order transactions behind it");
    }

    @Test
    void failsAtStartWhereTheAuthorizationIsOutOfReach() {
        assertThatThrownBy(() -> Contexts.of(AuthorizedWithin.class, Transactions.class, Payments.class))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("outside of Spring Security's authorization");
    }

    private static void as(String role) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", "", role));
    }

    static class Payments {
        private final AtomicInteger runs = new AtomicInteger();

        @Idempotent(key = "#key")
        @PreAuthorize("hasRole('PAYER')")
        @Transactional
        public String pay(String key) {
            return key + runs.incrementAndGet();
        }

        @Idempotent(key = "#key")
        @PostAuthorize("hasRole('PAYER')")
        @Transactional
        public String payAndShow(String key) {
            return key + runs.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Security {
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor preAuthorize() {
            return AuthorizationManagerBeforeMethodInterceptor.preAuthorize();
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor postAuthorize() {
            return AuthorizationManagerAfterMethodInterceptor.postAuthorize();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {
        @Bean
        Steps steps() {
            return new Steps();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true, order = 0)
    static class TransactionsFirst {
        @Bean
        Steps steps() {
            return new Steps();
        }
    }

    /** A proxy of its own, to which nothing can be added. */
    @Configuration(proxyBeanMethods = false)
    static class AuthorizedWithin {
        @Bean
        static Authorizing authorizing() {
            return new Authorizing();
        }
    }

    static final class Authorizing implements BeanPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof Payments)) {
                return bean;
            }
            ProxyFactory within = new ProxyFactory(bean);
            within.setProxyTargetClass(true);
            within.addAdvisor(AuthorizationManagerBeforeMethodInterceptor.preAuthorize());
            within.setFrozen(true);
            return within.getProxy();
        }
    }
}
