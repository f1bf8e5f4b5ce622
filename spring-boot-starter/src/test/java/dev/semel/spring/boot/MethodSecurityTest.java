/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spring.Idempotent;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;

class MethodSecurityTest {
    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void asksMethodSecurityBeforeItReplays() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class))
                .withUserConfiguration(Secured.class)
                .withBean(Payments.class)
                .run(context -> {
                    Payments payments = context.getBean(Payments.class);
                    as("ann", "ROLE_PAYER");
                    String first = payments.pay("shop", "k");

                    as("eve", "ROLE_NOBODY");
                    assertThatThrownBy(() -> payments.pay("shop", "k")).isInstanceOf(AccessDeniedException.class);
                    as("bob", "ROLE_PAYER");
                    assertThat(payments.pay("shop", "k")).isEqualTo(first);
                });
    }

    private static void as(String name, String role) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(name, "", role));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Secured {}

    static class Payments {
        private final AtomicInteger runs = new AtomicInteger();

        @Idempotent(key = "#key", scope = "#shop")
        @PreAuthorize("hasRole('PAYER')")
        public String pay(String shop, String key) {
            return shop + key + runs.incrementAndGet();
        }
    }
}
