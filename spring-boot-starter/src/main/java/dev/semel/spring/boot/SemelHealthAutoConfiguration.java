/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health indicator {@code semel}. */
@AutoConfiguration(after = SemelAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Stores.class)
@ConditionalOnEnabledHealthIndicator("semel")
public final class SemelHealthAutoConfiguration {
    /** Made by Spring Boot. */
    public SemelHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"semelHealthIndicator", "semelHealthContributor"})
    HealthIndicator semelHealthIndicator(Stores stores) {
        return new SemelHealthIndicator(stores);
    }
}
