/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.caffeine.CaffeineReplayCache;
import dev.semel.spi.ReplayCache;
import dev.semel.spring.IdempotencySetupException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replays from memory, where asked for; asked for without the library, the start fails. */
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
            return CaffeineReplayCache.create(properties.cache().limits());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.semel.caffeine.CaffeineReplayCache")
    static class Missing {
        @Bean
        InitializingBean semelMissingCacheCheck() {
            return () -> {
                throw new IdempotencySetupException(
                        "semel.cache.enabled is true, and semel-caffeine is not on the class path.",
                        "Add dev.semel:semel-caffeine, define a ReplayCache bean, or remove the property.");
            };
        }
    }
}
