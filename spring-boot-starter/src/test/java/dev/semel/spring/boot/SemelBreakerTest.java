/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.StoreUnavailableException;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.StoreDecorator;
import dev.semel.testkit.Fault;
import dev.semel.testkit.FaultyStore;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SemelBreakerTest {
    private static final Operation<String> PAY = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());

    private final FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore());
    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class, SemelBreakerAutoConfiguration.class))
            .withBean("semelLeasedStore", IdempotencyStore.class, () -> store)
            .withBean(CircuitBreakerRegistry.class, () -> registry);

    private static void failToPay(IdempotentExecutor executor, int number) {
        failTo(PAY, executor, number);
    }

    private static void failTo(Operation<String> operation, IdempotentExecutor executor, int number) {
        assertThatThrownBy(() -> executor.call(operation, call(number), execution -> "done"))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private static Call call(int number) {
        return Call.of(Scope.of("test"), IdempotencyKey.of("key-" + number));
    }

    @Test
    void aStoreThatFailsIsLeftAloneByTheApplicationsOwnBreaker() {
        runner.withPropertyValues("semel.breaker.minimum-calls=3").run(context -> {
            IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
            store.byChance(1, 1.0, Fault.REFUSE);
            for (int i = 0; i < 3; i++) {
                failToPay(executor, i);
            }
            assertThat(registry.circuitBreaker("semel-leased").getState()).isEqualTo(State.OPEN);
            store.forgetCalls();

            failToPay(executor, 3);

            assertThat(store.calls()).isEmpty();
        });
    }

    /** One for both would take the dead one's failures for the other's, or let the other's answers hide them. */
    @Test
    void eachStoreHasABreakerOfItsOwn() {
        FaultyStore mails = new FaultyStore(new InMemoryIdempotencyStore());
        mails.byChance(1, 1.0, Fault.REFUSE);
        Operation<String> mail = Operation.of("mail.receipt", IdempotencyPolicy.leased(), ResultCodecs.text());
        runner.withBean("semelMailStore", IdempotencyStore.class, () -> mails)
                .withPropertyValues(
                        "semel.breaker.minimum-calls=3",
                        "semel.default.store=leased",
                        "semel.routes[0].operations=mail.*",
                        "semel.routes[0].store=mail")
                .run(context -> {
                    IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
                    for (int i = 0; i < 3; i++) {
                        failTo(mail, executor, i);
                        assertThat(executor.call(PAY, call(i), execution -> "paid"))
                                .isEqualTo("paid");
                    }
                    assertThat(registry.circuitBreaker("semel-mail").getState()).isEqualTo(State.OPEN);
                    assertThat(registry.circuitBreaker("semel-leased").getState())
                            .isEqualTo(State.CLOSED);
                });
    }

    @Test
    void severalRegistriesAreNotTakenForNone() {
        runner.withBean("other", CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("several CircuitBreakerRegistry beans"));
    }

    @Test
    void itCanBeSwitchedOff() {
        runner.withPropertyValues("semel.breaker.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StoreDecorator.class));
    }

    @Test
    void withoutTheModuleNothingIsMissed() {
        runner.withClassLoader(new FilteredClassLoader("dev.semel.resilience4j", "io.github.resilience4j"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StoreDecorator.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window=100ms",
                "window=1h",
                "minimum-calls=0",
                "failure-rate=0",
                "failure-rate=101",
                "slow-rate=0",
                "slow-after=0s",
                "retry-after=0s"
            })
    void valuesThatDoNotFitFailTheStartWithTheirName(String property) {
        runner.withPropertyValues("semel.breaker." + property).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("semel.breaker." + property.substring(0, property.indexOf('='))));
    }

    @Test
    void decoratorsAreAppliedInTheirOrderTheFirstNextToTheStore() {
        List<IdempotencyStore> decorated = new ArrayList<>();
        IdempotencyStore between = new FaultyStore(store);
        runner.withPropertyValues("semel.breaker.enabled=false")
                .withBean("one", StoreDecorator.class, () -> (name, each) -> {
                    assertThat(name).isEqualTo("leased");
                    decorated.add(each);
                    return between;
                })
                .withBean("two", StoreDecorator.class, () -> (name, each) -> {
                    assertThat(name).isEqualTo("leased");
                    decorated.add(each);
                    return each;
                })
                .run(context -> assertThat(decorated).containsExactly(store, between));
    }
}
