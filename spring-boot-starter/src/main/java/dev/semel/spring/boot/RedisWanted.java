/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spi.IdempotencyStore;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Whether records lie in Redis: where a route or the default store names it, and else where nothing else keeps records
 * and there is no database, which promises more. A Redis that an application has for something else does not take its
 * records by surprise.
 */
final class RedisWanted extends SpringBootCondition implements ConfigurationCondition {
    private static final Set<String> NAMES = Set.of("redis", "semelRedisStore");

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Semel records in Redis");
        Binder binder = Binder.get(context.getEnvironment());
        String preferred = binder.bind("semel.default.store", String.class).orElse("");
        if (NAMES.contains(preferred) || isRoutedTo(binder)) {
            return ConditionOutcome.match(message.because("semel.routes or semel.default.store names it"));
        }
        if (!preferred.isEmpty()) {
            return ConditionOutcome.noMatch(message.because("semel.default.store names another"));
        }
        return hasStoreOrDatabase(context)
                ? ConditionOutcome.noMatch(message.because("there is a store or a DataSource, and nothing names redis"))
                : ConditionOutcome.match(message.because("there is no other store and no DataSource"));
    }

    private static boolean isRoutedTo(Binder binder) {
        return binder.bind("semel.routes", Bindable.listOf(RouteProperties.class)).orElse(List.of()).stream()
                .map(RouteProperties::store)
                .anyMatch(NAMES::contains);
    }

    private static boolean hasStoreOrDatabase(ConditionContext context) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        return beans != null && (has(beans, IdempotencyStore.class) || hasDatabase(beans));
    }

    /** Also where the JDK has no such thing. */
    static boolean hasDatabase(ListableBeanFactory beans) {
        return ClassUtils.isPresent("javax.sql.DataSource", RedisWanted.class.getClassLoader())
                && has(beans, DataSource.class);
    }

    private static boolean has(ListableBeanFactory beans, Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length > 0;
    }
}
