/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.Bytes;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.KeyedHash;
import dev.semel.Mode;
import dev.semel.ResultEncryption;
import dev.semel.event.IdempotencyListener;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.ReplayCache;
import dev.semel.spi.WakeUps;
import dev.semel.spring.CallerScope;
import dev.semel.spring.GuardedHandlers;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.IdempotentMethodsCheck;
import dev.semel.spring.IdempotentPostProcessor;
import dev.semel.spring.MethodGuards;
import dev.semel.spring.MethodValues;
import dev.semel.spring.ModeExecutors;
import dev.semel.spring.PolicyReader;
import dev.semel.spring.StoreDecorator;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/** Stores, executors and the advice of methods. Each bean gives way to one of the application's. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
        })
@EnableConfigurationProperties(SemelProperties.class)
@Import({
    JdbcStoreConfiguration.class,
    RedisStoreConfiguration.class,
    MemoryStoreConfiguration.class,
    CacheConfiguration.class,
    WakeUpConfiguration.class,
    SecurityScopeConfiguration.class,
    JacksonConfiguration.class,
    MissingClientConfiguration.class
})
public final class SemelAutoConfiguration {
    /** Made by Spring Boot. */
    public SemelAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static IdempotentPostProcessor idempotentPostProcessor(ObjectProvider<MethodGuards> guards) {
        return new IdempotentPostProcessor(guards::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    KeyedHash semelKeyedHash(SemelProperties properties) {
        return properties.secret() == null ? KeyedHash.unkeyed() : KeyedHash.of(Bytes.utf8(properties.secret()));
    }

    /** An application whose keys lie in a vault gives a bean of its own. */
    @Bean
    @ConditionalOnMissingBean
    ResultEncryption semelResultEncryption(SemelProperties properties) {
        return properties.encryption().encryption();
    }

    @Bean
    @ConditionalOnMissingBean
    Stores semelStores(ListableBeanFactory beans, SemelProperties properties) {
        return Stores.of(
                beans.getBeansOfType(IdempotencyStore.class),
                properties.routes(),
                properties.defaults().store());
    }

    @Bean
    @ConditionalOnMissingBean
    ModeExecutors semelExecutors(
            Stores stores,
            KeyedHash hash,
            ResultEncryption encryption,
            SemelProperties properties,
            ListableBeanFactory beans) {
        Function<IdempotencyStore, WakeUps> channels = properties.wakeUp().enabled()
                ? store -> StoreWakeUps.of(store, beans.getBeanProvider(StoreWakeUps.class))
                : store -> WakeUps.none();
        Optional<ReplayCache> cache = OneBean.of(ReplayCache.class, beans.getBeanProvider(ReplayCache.class));
        return stores.executors((name, store) -> decorated(name, store, beans), channels, builder -> {
            cache.ifPresent(builder::replayCache);
            beans.getBeanProvider(IdempotencyListener.class).orderedStream().forEach(builder::listener);
            return builder.hash(hash).encryption(encryption);
        });
    }

    private static IdempotencyStore decorated(String name, IdempotencyStore store, ListableBeanFactory beans) {
        IdempotencyStore decorated = store;
        for (StoreDecorator decorator :
                beans.getBeanProvider(StoreDecorator.class).orderedStream().toList()) {
            decorated = decorator.decorate(name, decorated);
        }
        return decorated;
    }

    /**
     * The executor of the default mode: joined where there is a {@code DataSource}, unless {@code
     * semel.default.mode=leased}; leased over records in memory. It takes operations of its own mode only; for one of the
     * other, such as {@code Operation.of(name, IdempotencyPolicy.leased(), codec)} beside a joined default, ask {@link
     * ModeExecutors#find}. Closed by {@link ModeExecutors}, whose it is.
     */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    IdempotentExecutor semelExecutor(ModeExecutors executors, PolicyReader policies) {
        return executors.find(policies.defaults().mode()).orElseThrow();
    }

    @Bean
    @ConditionalOnMissingBean
    PolicyReader semelPolicies(
            SemelProperties properties, ModeExecutors executors, Stores stores, ConfigurableListableBeanFactory beans) {
        Mode best = executors.modes().contains(Mode.JOINED) ? Mode.JOINED : Mode.LEASED;
        Mode mode = properties.defaults().mode() == null
                ? best
                : properties.defaults().mode();
        if (!executors.modes().contains(mode)) {
            throw new IdempotencySetupException(
                    "semel.default.mode is " + mode + ", for which there is no store.",
                    "Remove it, or configure a store that can: joined needs a DataSource.");
        }
        IdempotencyPolicy defaults = properties.defaults().policy(mode);
        return new PolicyReader(defaults, beans::resolveEmbeddedValue, stores::modeOf);
    }

    @Bean
    @ConditionalOnMissingBean
    MethodValues semelMethodValues() {
        return MethodValues.builtIn();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("semel.http.public-scope")
    CallerScope semelPublicScope(SemelProperties properties) {
        return CallerScope.shared(String.valueOf(properties.http().publicScope()));
    }

    @Bean
    @ConditionalOnMissingBean
    MethodGuards semelMethodGuards(
            ConfigurableListableBeanFactory beans,
            PolicyReader policies,
            ModeExecutors executors,
            MethodValues values) {
        return new MethodGuards(beans, policies, executors, values);
    }

    @Bean
    @ConditionalOnMissingBean
    IdempotentMethodsCheck semelMethodsCheck(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MethodGuards> guards,
            ObjectProvider<GuardedHandlers> handlers) {
        return new IdempotentMethodsCheck(beans, guards, handlers);
    }

    @Bean
    @ConditionalOnMissingBean
    StartUpTable semelStartUpTable(
            ModeExecutors executors,
            SemelProperties properties,
            IdempotentMethodsCheck methods,
            ObjectProvider<GuardedHandlers> handlers) {
        return new StartUpTable(executors, properties, methods, handlers);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "semel.purge.enabled", matchIfMissing = true)
    PurgeSchedule semelPurge(Stores stores, SemelProperties properties) {
        return new PurgeSchedule(stores.places(), properties.purge());
    }
}
