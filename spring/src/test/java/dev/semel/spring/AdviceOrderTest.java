/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

class AdviceOrderTest {
    @Test
    void runsOutsideOfTheTransactionByDefault() {
        assertThat(stepsOf(LastOrder.class)).containsExactly("begin", "action", "commit", "recorded");
    }

    @Test
    void runsOutsideOfATransactionOfTheHighestOrder() {
        assertThat(stepsOf(FirstOrder.class)).containsExactly("begin", "action", "commit", "recorded");
    }

    @Test
    void runsOutsideWithInterfaceProxiesToo() {
        assertThat(stepsOf(InterfaceProxies.class)).containsExactly("begin", "action", "commit", "recorded");
    }

    @Test
    void failsAtStartWhereATransactionProxyIsPutAround() {
        assertThatThrownBy(() -> Contexts.of(LastOrder.class, TransactionAround.class, Payments.class))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("runs outside of the idempotency advice")
                .hasMessageContaining("bean 'adviceOrderTest.Payments'")
                .hasMessageContaining("place 0, order 7")
                .hasMessageContaining("order " + Ordered.HIGHEST_PRECEDENCE);
    }

    @Test
    void failsAtStartWhereABeanWasMadeTooEarlyToBeAdvised() {
        assertThatThrownBy(() -> Contexts.of(LastOrder.class, NeedsPaymentsEarly.class))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("has no idempotency advice");
    }

    private static List<String> stepsOf(Class<?> configuration) {
        try (var context = Contexts.of(configuration, Payments.class)) {
            Steps steps = context.getBean(Steps.class);
            Pay pay = context.getBean(Pay.class);
            pay.pay("k");
            steps.list.add("recorded");
            pay.pay("k");
            return steps.list;
        }
    }

    interface Pay {
        String pay(String key);
    }

    static class Payments implements Pay {
        private final Steps steps;

        Payments(Steps steps) {
            this.steps = steps;
        }

        @Override
        @Idempotent(key = "#key")
        @Transactional
        public String pay(String key) {
            steps.list.add("action");
            return "paid";
        }
    }

    static final class Steps extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        final transient List<String> list = new ArrayList<>();

        @Override
        protected Object doGetTransaction() {
            return list;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            list.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            list.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            list.add("rollback");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class LastOrder {
        @Bean
        Steps steps() {
            return new Steps();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true, order = Ordered.HIGHEST_PRECEDENCE)
    static class FirstOrder {
        @Bean
        Steps steps() {
            return new Steps();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(order = Ordered.HIGHEST_PRECEDENCE)
    static class InterfaceProxies {
        @Bean
        Steps steps() {
            return new Steps();
        }
    }

    /** What an old project may still do by hand: not ordered, and so after all post-processors that are. */
    static final class TransactionAround implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof Payments)) {
                return bean;
            }
            ProxyFactory around = new ProxyFactory(bean);
            around.setProxyTargetClass(true);
            around.addAdvisor(new OrderedAdvisor());
            return around.getProxy();
        }
    }

    private static final class OrderedAdvisor extends org.springframework.aop.support.DefaultPointcutAdvisor {
        private static final long serialVersionUID = 1L;

        OrderedAdvisor() {
            super(new TransactionInterceptor(
                    (org.springframework.transaction.TransactionManager) new Steps(),
                    new AnnotationTransactionAttributeSource()));
            setOrder(7);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsPaymentsEarly {
        @Bean
        static Early early(PlatformTransactionManager manager, Payments payments) {
            return new Early();
        }

        @Bean
        static Payments payments(Steps steps) {
            return new Payments(steps);
        }
    }

    static final class Early implements BeanPostProcessor, org.springframework.core.PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }
    }
}
