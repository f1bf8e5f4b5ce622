/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.PostgresWakeUps;
import dev.semel.redis.RedisIdempotencyStore;
import dev.semel.redis.RedisOptions;
import dev.semel.redis.RedisWakeUps;
import dev.semel.spi.IdempotencyStore;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Wake-ups for the stores of a database and of Redis, where asked for. A {@code PostgresWakeUps} or {@code RedisWakeUps}
 * bean of the application takes their place, for example one that passes by a pooler. Made after the store, whose start
 * has looked at the server and created what was missing. A context that is stopped and started again has another client
 * of Redis, and its waiting calls poll from then on.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("semel.wake-up.enabled")
class WakeUpConfiguration {
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSource.class)
    @ConditionalOnBean(JdbcIdempotencyStore.class)
    static class OfDatabase {
        @Bean
        @ConditionalOnMissingBean
        PostgresWakeUps semelPostgresWakeUps(
                JdbcIdempotencyStore store,
                ObjectProvider<DataSource> dataSources,
                ObjectProvider<JdbcOptions> options) {
            return PostgresWakeUps.open(
                    JdbcStoreConfiguration.only(dataSources), options.getIfAvailable(() -> JdbcOptions.DEFAULTS));
        }

        @Bean
        StoreWakeUps semelDatabaseWakeUps(PostgresWakeUps channel) {
            return new StoreWakeUps(channel, Set.of(JdbcIdempotencyStore.class, JdbcJoinedIdempotencyStore.class));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RedisIdempotencyStore.class, LettuceConnectionFactory.class})
    static class OfRedis {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(value = LettuceConnectionFactory.class, name = "semelRedisStore")
        RedisWakeUps semelRedisWakeUps(
                @Qualifier("semelRedisStore") IdempotencyStore store,
                LettuceConnectionFactory connections,
                SemelProperties properties) {
            AbstractRedisClient client = connections.getRequiredNativeClient();
            RedisOptions options = RedisStoreConfiguration.options(properties.redis());
            return client instanceof RedisClusterClient cluster
                    ? RedisWakeUps.open(cluster, options)
                    : RedisWakeUps.open((RedisClient) client, options);
        }

        @Bean
        @ConditionalOnBean(RedisWakeUps.class)
        StoreWakeUps semelRedisStoreWakeUps(RedisWakeUps channel) {
            return new StoreWakeUps(channel, Set.of(RedisIdempotencyStore.class, RestartableRedisStore.class));
        }
    }
}
