/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is left where there is no database. */
@Configuration(proxyBeanMethods = false)
class MemoryStoreConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SemelAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean(IdempotencyStore.class)
    IdempotencyStore semelMemoryStore() {
        LOG.warn(
                "Semel keeps its records in memory, because there is no DataSource: they protect this one process only,"
                        + " and are gone when it ends. Configure a DataSource or a Redis"
                        + " connection with semel-redis, or define an IdempotencyStore bean.");
        return new InMemoryIdempotencyStore();
    }
}
