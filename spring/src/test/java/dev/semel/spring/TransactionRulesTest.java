/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class TransactionRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"apart", "without", "never", "serializable"})
    void refusesWhatWouldNotBeInTheRecordsTransactionOrNotBeObeyed(String method) {
        assertThatThrownBy(() -> check(method, Mode.JOINED))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining(method);
        assertThatCode(() -> check(method, Mode.LEASED)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "inherited", "readOnly"})
    void acceptsWhatJoins(String method) {
        assertThatCode(() -> check(method, Mode.JOINED)).doesNotThrowAnyException();
    }

    @Test
    void acceptsAMethodWithoutATransaction() {
        assertThatCode(() -> TransactionRules.check(
                        new DefaultListableBeanFactory(),
                        Object.class.getMethod("toString"),
                        Object.class,
                        Mode.JOINED))
                .doesNotThrowAnyException();
    }

    private static void check(String method, Mode mode) throws NoSuchMethodException {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("attributes", new AnnotationTransactionAttributeSource(false));
        TransactionRules.check(beans, Service.class.getDeclaredMethod(method), Service.class, mode);
    }

    @Transactional
    static class Service {
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        void apart() {}

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        void without() {}

        @Transactional(propagation = Propagation.NEVER)
        void never() {}

        @Transactional(isolation = Isolation.SERIALIZABLE)
        void serializable() {}

        @Transactional
        void plain() {}

        void inherited() {}

        @Transactional(readOnly = true)
        void readOnly() {}
    }
}
