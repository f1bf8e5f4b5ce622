/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.caffeine.CaffeineReplayCache;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.ReplayCache;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CacheConfigurationTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class));

    @Test
    void replaysFromMemoryWhereAskedFor() {
        FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore());
        runner.withBean(IdempotencyStore.class, () -> store)
                .withPropertyValues("semel.cache.enabled=true")
                .run(context -> {
                    IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
                    Operation<String> pay = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
                    Call call = Call.of(Scope.of("shop"), IdempotencyKey.of("k"));
                    executor.execute(pay, call, e -> "paid");
                    assertThat(executor.execute(pay, call, e -> "paid again"))
                            .isEqualTo(new Outcome.Replayed<>("paid"));
                    assertThat(store.verbs()).containsExactly(Verb.CLAIM, Verb.COMPLETE);
                });
    }

    @Test
    void remembersNothingUnasked() {
        runner.run(context -> assertThat(context).doesNotHaveBean(ReplayCache.class));
    }

    @Test
    void givesWayToTheApplicationsCache() {
        ReplayCache own = ReplayCache.none();
        runner.withBean(ReplayCache.class, () -> own)
                .withPropertyValues("semel.cache.enabled=true")
                .run(context -> assertThat(context.getBean(ReplayCache.class)).isSameAs(own));
    }

    @ParameterizedTest
    @ValueSource(classes = {CaffeineReplayCache.class, Caffeine.class})
    void saysWhatIsMissing(Class<?> missing) {
        runner.withClassLoader(new FilteredClassLoader(missing))
                .withPropertyValues("semel.cache.enabled=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("semel-caffeine is not on the class path"));
    }

    @Test
    void severalCachesAreNotTakenForNone() {
        runner.withBean("one", ReplayCache.class, ReplayCache::none)
                .withBean("two", ReplayCache.class, ReplayCache::none)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("several ReplayCache beans"));
    }

    /** Else whatever looks at its methods, such as the actuator's list of properties, fails without semel-caffeine. */
    @Test
    void propertiesNameNoClassOfTheModule() {
        assertThat(CacheProperties.class.getDeclaredMethods())
                .extracting(method -> method.getReturnType().getPackageName())
                .doesNotContain(CaffeineReplayCache.class.getPackageName());
    }

    @Test
    void saysWhichLimitDoesNotFit() {
        runner.withPropertyValues("semel.cache.max-bytes=1KB").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("semel.cache.max-bytes must be at least 64KB"));
    }
}
