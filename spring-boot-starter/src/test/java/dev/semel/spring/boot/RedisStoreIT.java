/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.StoreUnavailableException;
import dev.semel.codec.ResultCodecs;
import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerFolder;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.ModeExecutors;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Applications with a real Redis, alone and beside a database. */
class RedisStoreIT {
    private static final Operation<String> MAIL =
            Operation.of("mail.receipt", IdempotencyPolicy.leased(), ResultCodecs.text());

    private static final String REDIS = "semelRedisStore";

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
            assertThat(context).hasNotFailed().doesNotHaveBean(REDIS);
            assertThat(context.getBean(ModeExecutors.class).modes())
                    .containsExactlyInAnyOrder(Mode.JOINED, Mode.LEASED);
        });
    }

    @Test
    void aServiceThatWantsItsMemoryNeedsNoServer() {
        redis.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1", "semel.default.store=memory")
                .run(context -> assertThat(context.getBean(IdempotentExecutor.class)
                                .capabilities()
                                .durability())
                        .isEqualTo(DurabilityClass.D));
    }

    @Test
    void besideAStoreOfTheApplicationItTakesNothingByItself() {
        redis.withBean("mine", IdempotencyStore.class, InMemoryIdempotencyStore::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(REDIS));
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

    /** Its records are purged and watched though no leased operation uses it. */
    @Test
    void theDatabaseKeepsJoinedRecordsWhereLeasedOnesLieInRedis() {
        both.withConfiguration(AutoConfigurations.of(SemelHealthAutoConfiguration.class))
                .withPropertyValues("semel.default.store=redis")
                .run(context -> {
                    Operation<String> pay = Operation.of("pay", IdempotencyPolicy.joined(), ResultCodecs.text());
                    IdempotentExecutor joined = context.getBean(ModeExecutors.class)
                            .find(Mode.JOINED)
                            .orElseThrow();
                    assertThat(joined.call(pay, newCall(), execution -> "paid")).isEqualTo("paid");
                    JdbcTemplate database = new JdbcTemplate(context.getBean(DataSource.class));
                    assertThat(database.update("update semel_record set expires_at = dateadd(day, -2, expires_at)"))
                            .isEqualTo(1);

                    context.getBean(PurgeSchedule.class).round();

                    assertThat(database.queryForObject("select count(*) from semel_record", Integer.class))
                            .isZero();
                    HealthIndicator health = context.getBean("semelHealthIndicator", HealthIndicator.class);
                    assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.UP);
                    context.getBean(HikariDataSource.class).close();
                    assertThat(health.health()).extracting(Health::getStatus).isEqualTo(Status.DOWN);
                });
    }

    /** Without Spring's JDBC nothing can be recorded in the database, and memory would forget without a word. */
    @Test
    void aDatabaseThatCannotBeUsedIsNotReplacedByMemory() {
        DataSource unused = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:unused");
        ApplicationContextRunner without = redis.withBean(DataSource.class, () -> unused)
                .withClassLoader(new FilteredClassLoader(DataSourceUtils.class));
        without.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("spring-jdbc"));
        without.withPropertyValues("semel.default.store=redis")
                .run(context -> assertThat(context).hasNotFailed().hasBean(REDIS));
        without.withPropertyValues("semel.default.store=memory")
                .run(context -> assertThat(context).hasNotFailed().hasBean("semelMemoryStore"));
    }

    /** As for a checkpoint: the connection factory has another client afterwards. */
    @Test
    void aContextThatIsStoppedAndStartedKeepsItsRecords() {
        Call call = newCall();
        redis.run(context -> {
            IdempotentExecutor executor = context.getBean(IdempotentExecutor.class);
            assertThat(executor.call(MAIL, call, execution -> "sent")).isEqualTo("sent");

            context.getSourceApplicationContext().stop();
            assertThatThrownBy(() -> executor.call(MAIL, newCall(), execution -> "sent"))
                    .isInstanceOf(StoreUnavailableException.class);
            context.getSourceApplicationContext().start();

            assertThat(executor.call(MAIL, call, execution -> "sent twice")).isEqualTo("sent");
            assertThat(executor.call(MAIL, newCall(), execution -> "sent anew")).isEqualTo("sent anew");
        });
    }

    @Test
    void aServerThatIsNotThereFailsTheStart() {
        redis.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("Redis cannot be reached or refuses the user"));
    }
}
