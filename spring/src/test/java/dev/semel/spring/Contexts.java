/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Scope;
import dev.semel.memory.InMemoryIdempotencyStore;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Application contexts with guarded beans over a store in memory. */
final class Contexts {
    private Contexts() {}

    static AnnotationConfigApplicationContext of(Class<?>... beans) {
        return of(Map.of(), beans);
    }

    static AnnotationConfigApplicationContext of(Map<String, Object> properties, Class<?>... beans) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.register(Guards.class);
        context.register(beans);
        try {
            context.refresh();
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    static class Guards {
        @Bean
        static IdempotentPostProcessor idempotentPostProcessor(ObjectProvider<MethodGuards> guards) {
            return new IdempotentPostProcessor(guards::getObject);
        }

        @Bean
        IdempotentExecutor executor() {
            return IdempotentExecutor.builder(new InMemoryIdempotencyStore()).build();
        }

        @Bean
        CallerScope callers() {
            return new Callers();
        }

        @Bean
        MethodGuards guards(ConfigurableListableBeanFactory beans, IdempotentExecutor executor) {
            PolicyReader policies = new PolicyReader(IdempotencyPolicy.leased(), beans::resolveEmbeddedValue);
            return new MethodGuards(
                    beans, policies, ModeExecutors.leased(executor), JsonValues.of(JsonMapper.shared()));
        }

        @Bean
        IdempotentMethodsCheck check(
                ConfigurableListableBeanFactory beans,
                ObjectProvider<MethodGuards> guards,
                ObjectProvider<GuardedHandlers> handlers) {
            return new IdempotentMethodsCheck(beans, guards, handlers);
        }
    }

    /** The caller that a test says. */
    static final class Callers implements CallerScope {
        volatile Optional<Scope> present = Optional.of(Scope.of("caller", "ann"));

        @Override
        public Optional<Scope> find() {
            return present;
        }
    }
}
