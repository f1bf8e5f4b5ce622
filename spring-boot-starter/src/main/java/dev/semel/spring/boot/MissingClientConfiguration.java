/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.IdempotencySetupException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who sets {@code semel.client.*} believes that calls are retried; without the library they are not. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("dev.semel.client.IdempotentSender")
class MissingClientConfiguration {
    @Bean
    InitializingBean semelMissingClientCheck(SemelProperties properties) {
        return () -> {
            if (properties.client().isUsed()) {
                throw new IdempotencySetupException(
                        "semel.client.* is set, and semel-client is not on the class path.",
                        "Add dev.semel:semel-client, or remove the properties.");
            }
        };
    }
}
