/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.KeyedHash;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.ModeExecutors;
import dev.semel.testkit.Fault;
import dev.semel.testkit.FaultyStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

/** Operations in several stores, by what is at stake. */
class RoutedStoresTest {
    private static final Call CALL = Call.of(Scope.of("shop"), IdempotencyKey.of("key"));

    private final FaultyStore money = new FaultyStore(new InMemoryIdempotencyStore());
    private final FaultyStore rest = new FaultyStore(new InMemoryIdempotencyStore());
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class, SemelHealthAutoConfiguration.class))
            .withBean("money", IdempotencyStore.class, () -> money)
            .withBean("semelRestStore", IdempotencyStore.class, () -> rest)
            .withPropertyValues(
                    "semel.http.public-scope=everybody",
                    "semel.default.store=money",
                    "semel.routes[0].operations=mail.*, push",
                    "semel.routes[0].store=rest");

    /** What the application does. */
    static class Mails {
        @Idempotent(key = "#id", operation = "mail.receipt")
        public String send(String id) {
            return "sent " + id;
        }
    }

    /** What asks for what its route does not have. */
    static class Stubborn {
        @Idempotent(key = "#id", operation = "push", mode = "joined")
        public String push(String id) {
            return id;
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(failure, "It started."));
    }

    private static Status status(HealthIndicator indicator) {
        return Objects.requireNonNull(indicator.health()).getStatus();
    }

    private static boolean isIn(IdempotencyStore store, String operation) {
        return store.find(KeyedHash.unkeyed().cellId(new Cell(CALL.scope(), operation, CALL.key())))
                .isPresent();
    }

    @Test
    void eachOperationIsRecordedInTheStoreOfItsRoute() {
        runner.run(context -> {
            IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
            for (String name : new String[] {"pay", "mail.receipt", "push"}) {
                executor.call(
                        Operation.of(name, IdempotencyPolicy.leased(), ResultCodecs.text()), CALL, execution -> "done");
            }
            assertThat(isIn(money, "pay")).isTrue();
            assertThat(isIn(money, "mail.receipt")).isFalse();
            assertThat(isIn(rest, "mail.receipt")).isTrue();
            assertThat(isIn(rest, "push")).isTrue();
        });
    }

    @Test
    void theStartUpTableShowsWhichStoreEachHas() {
        runner.withBean(Mails.class).run(context -> {
            context.getBean(Mails.class).send("1");
            String table = context.getBean(StartUpTable.class).text();
            assertThat(table.lines().filter(line -> line.contains("mail.receipt")))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).contains(rest.capabilities().name()));
            assertThat(rest.calls()).isNotEmpty();
        });
    }

    @Test
    void recordsArePurgedInAllOfThem() {
        runner.run(context -> {
            context.getBean(PurgeSchedule.class).round();
            assertThat(money.verbs()).contains(dev.semel.testkit.Verb.PURGE);
            assertThat(rest.verbs()).contains(dev.semel.testkit.Verb.PURGE);
        });
    }

    @Test
    void oneThatDoesNotAnswerMakesTheApplicationUnwell() {
        runner.run(context -> {
            HealthIndicator health = context.getBean(HealthIndicator.class);
            assertThat(status(health)).isEqualTo(Status.UP);
            rest.byChance(1, 1.0, Fault.REFUSE);
            assertThat(status(health)).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void aRoutedOperationIsLeasedWhateverTheDefault() {
        runner.run(context ->
                assertThat(context.getBean(Stores.class).modeOf("mail.x")).contains(Mode.LEASED));
    }

    @Test
    void aModeThatItsStoreDoesNotHaveFailsTheStart() {
        runner.withBean(Stubborn.class).run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("push asks for JOINED mode"));
    }

    @ParameterizedTest
    @CsvSource({
        "semel.default.store=nowhere, semel.default.store is \"nowhere\"",
        "semel.routes[0].store=nowhere, semel.routes[].store is \"nowhere\"",
        "semel.routes[0].store=, semel.routes[].store names a store"
    })
    void aStoreThatIsNotThereFailsTheStart(String property, String told) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(cause(context.getStartupFailure())).hasMessageContaining(told));
    }

    @Test
    void whatTheApplicationUsesIsOneViewOfAllStores() {
        runner.run(context ->
                assertThat(context.getBean(ModeExecutors.class).byMode()).containsOnlyKeys(Mode.LEASED));
    }
}
