/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is left where there is no database. */
@Configuration(proxyBeanMethods = false)
class MemoryStoreConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SemelAutoConfiguration.class);
    private static final List<String> NAMES = List.of("memory", "semelMemoryStore");

    /** A database that cannot be used is no reason to keep records in memory without being told so. */
    @Bean
    @ConditionalOnMissingBean(IdempotencyStore.class)
    IdempotencyStore semelMemoryStore(ListableBeanFactory beans, SemelProperties properties) {
        String preferred = properties.defaults().store();
        boolean wanted = preferred != null && NAMES.contains(preferred);
        if (!wanted && RedisWanted.hasDatabase(beans)) {
            throw new IdempotencySetupException(
                    "There is a DataSource, and records cannot be kept in its database: spring-jdbc or spring-tx is not on"
                            + " the class path, or what defines the DataSource comes after Semel's auto-configuration.",
                    "Add spring-boot-starter-jdbc, or say where else records lie: by semel.default.store (redis, memory) or"
                            + " an IdempotencyStore bean.");
        }
        LOG.warn(
                "Semel keeps its records in memory, {}: they protect this one process only, and are gone when it ends."
                        + " Configure a DataSource or a Redis connection with semel-redis, or define an IdempotencyStore"
                        + " bean.",
                wanted ? "as semel.default.store says" : "because there is no DataSource");
        return new InMemoryIdempotencyStore();
    }
}
