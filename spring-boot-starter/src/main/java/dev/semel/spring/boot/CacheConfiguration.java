/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.caffeine.CacheLimits;
import dev.semel.caffeine.CaffeineReplayCache;
import dev.semel.spi.ReplayCache;
import dev.semel.spring.IdempotencySetupException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Replays from memory, where asked for; asked for without the libraries, the start fails. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("semel.cache.enabled")
@ConditionalOnMissingBean(ReplayCache.class)
class CacheConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {"dev.semel.caffeine.CaffeineReplayCache", "com.github.benmanes.caffeine.cache.Caffeine"})
    static class Present {
        @Bean
        ReplayCache semelReplayCache(SemelProperties properties) {
            CacheProperties cache = properties.cache();
            return CaffeineReplayCache.create(new CacheLimits(cache.maxBytes().toBytes(), cache.maxAge()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NotBoth.class)
    static class Missing {
        @Bean
        InitializingBean semelMissingCacheCheck() {
            return () -> {
                throw new IdempotencySetupException(
                        "semel.cache.enabled is true, and semel-caffeine is not on the class path, or Caffeine is not.",
                        "Add dev.semel:semel-caffeine, without excluding Caffeine, define a ReplayCache bean, or remove the"
                                + " property.");
            };
        }
    }

    /** Either of the two is missing. */
    static final class NotBoth extends NoneNestedConditions {
        NotBoth() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnClass(
                name = {"dev.semel.caffeine.CaffeineReplayCache", "com.github.benmanes.caffeine.cache.Caffeine"})
        static class Both {}
    }
}
