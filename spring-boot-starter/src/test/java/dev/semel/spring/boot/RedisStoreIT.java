/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerFolder;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.redis.RedisIdempotencyStore;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.ModeExecutors;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with a real Redis, alone and beside a database. */
class RedisStoreIT {
    private static final Operation<String> MAIL =
            Operation.of("mail.receipt", IdempotencyPolicy.leased(), ResultCodecs.text());

    private static final RedisServer SERVER = RedisServer.start(ServerFolder.temporary());

    private final ApplicationContextRunner redis = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SemelAutoConfiguration.class))
            .withPropertyValues("spring.data.redis.url=" + SERVER.url());
    private final ApplicationContextRunner both = redis.withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "semel.jdbc.initialize-schema=true");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Call newCall() {
        return Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    }

    @Test
    void withoutADatabaseRedisKeepsTheRecords() {
        Call call = newCall();
        redis.run(context -> {
            IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
            assertThat(executor.call(MAIL, call, execution -> "sent")).isEqualTo("sent");
            assertThat(executor.capabilities().name()).startsWith("Redis");
            assertThat(executor.capabilities().durability()).isEqualTo(DurabilityClass.B);
        });
        // another process, as it were
        redis.run(context -> assertThat(
                        context.getBean(IdempotentExecutor.class).call(MAIL, call, execution -> "sent twice"))
                .isEqualTo("sent"));
    }

    @Test
    void besideADatabaseItTakesNothingByItself() {
        both.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(RedisIdempotencyStore.class);
            assertThat(context.getBean(ModeExecutors.class).modes())
                    .containsExactlyInAnyOrder(Mode.JOINED, Mode.LEASED);
        });
    }

    @Test
    void aServiceThatWantsItsMemoryNeedsNoServer() {
        redis.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1", "semel.default.store=memory")
                .run(context -> assertThat(
                                context.getBean(IdempotentExecutor.class).capabilities().durability())
                        .isEqualTo(DurabilityClass.D));
    }

    @Test
    void besideAStoreOfTheApplicationItTakesNothingByItself() {
        redis.withBean("mine", IdempotencyStore.class, InMemoryIdempotencyStore::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisIdempotencyStore.class));
    }

    @Test
    void itTakesWhatARouteSends() {
        both.withPropertyValues(
                        "semel.default.store=leased",
                        "semel.routes[0].operations=mail.*",
                        "semel.routes[0].store=redis")
                .run(context -> {
                    IdempotentExecutor leased = context.getBean(ModeExecutors.class)
                            .find(Mode.LEASED)
                            .orElseThrow();
                    assertThat(leased.capabilities("mail.receipt").name()).startsWith("Redis");
                    assertThat(leased.capabilities("pay").name()).startsWith("H2");
                    Call call = newCall();
                    assertThat(leased.call(MAIL, call, execution -> "sent")).isEqualTo("sent");
                    assertThat(leased.call(MAIL, call, execution -> "sent twice"))
                            .isEqualTo("sent");
                });
    }

    @Test
    void aServerThatIsNotThereFailsTheStart() {
        redis.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("Redis cannot be reached or refuses the user"));
    }
}
