/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.redis.RedisIdempotencyStore;
import dev.semel.redis.RedisOptions;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Leased records on the client of Spring Boot's Redis connection, where they are wanted there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({RedisIdempotencyStore.class, LettuceConnectionFactory.class})
@ConditionalOnBean(LettuceConnectionFactory.class)
@Conditional(RedisWanted.class)
class RedisStoreConfiguration {
    /** Opens connections of its own on the client, and closes those only. */
    @Bean
    @ConditionalOnMissingBean(RedisIdempotencyStore.class)
    RestartableRedisStore semelRedisStore(LettuceConnectionFactory connections, SemelProperties properties) {
        RedisOptions options = options(properties.redis());
        return new RestartableRedisStore(() -> open(connections, options), connections.getPhase());
    }

    private static RedisIdempotencyStore open(LettuceConnectionFactory connections, RedisOptions options) {
        AbstractRedisClient client = connections.getRequiredNativeClient();
        return client instanceof RedisClusterClient cluster
                ? RedisIdempotencyStore.open(cluster, options)
                : RedisIdempotencyStore.open((RedisClient) client, options);
    }

    static RedisOptions options(RedisProperties redis) {
        RedisOptions options =
                RedisOptions.DEFAULTS.withNamespace(redis.namespace()).withTimeout(redis.timeout());
        return redis.confirmingReplicas() == 0
                ? options
                : options.withConfirmingReplicas(redis.confirmingReplicas(), redis.confirmingTimeout());
    }
}
