/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.JdbcTransactions;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.ModeExecutors;
import dev.semel.spring.PolicyReader;
import dev.semel.testkit.Fault;
import dev.semel.testkit.FaultyJoinedStore;
import dev.semel.testkit.FaultyStore;
import dev.semel.testkit.Verb;
import java.util.Objects;
import java.util.UUID;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Operations in several stores, by what is at stake. */
class RoutedStoresTest {
    private static final Call CALL = Call.of(Scope.of("shop"), IdempotencyKey.of("key"));

    private final FaultyStore money = new FaultyStore(new InMemoryIdempotencyStore());
    private final FaultyStore rest = new FaultyStore(new InMemoryIdempotencyStore());
    private final FaultyJoinedStore books = new FaultyJoinedStore(joinedInMemory());
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class, SemelHealthAutoConfiguration.class))
            .withBean("money", IdempotencyStore.class, () -> money)
            .withBean("semelRestStore", IdempotencyStore.class, () -> rest)
            .withPropertyValues(
                    "semel.http.public-scope=everybody",
                    "semel.default.store=money",
                    "semel.routes[0].operations=mail.*, push",
                    "semel.routes[0].store=rest");

    /** With joined mode as the default, on a database of its own. */
    private ApplicationContextRunner withBooks() {
        return runner.withBean("books", IdempotencyStore.class, () -> books);
    }

    private static JoinedIdempotencyStore joinedInMemory() {
        SimpleDriverDataSource database =
                new SimpleDriverDataSource(new Driver(), "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        return JdbcJoinedIdempotencyStore.open(new JdbcTransactions(database), options);
    }

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
        withBooks().run(context -> {
            context.getBean(PurgeSchedule.class).round();
            assertThat(money.verbs()).contains(Verb.PURGE);
            assertThat(rest.verbs()).contains(Verb.PURGE);
            assertThat(books.verbs()).contains(Verb.PURGE);
        });
    }

    @Test
    void aDatabaseThatDoesNotAnswerMakesTheApplicationUnwellWhateverLeasedOperationsUse() {
        withBooks().run(context -> {
            HealthIndicator health = context.getBean(HealthIndicator.class);
            assertThat(status(health)).isEqualTo(Status.UP);
            books.byChance(1, 1.0, Fault.REFUSE);
            assertThat(status(health)).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void aNameThatIsNoOperationsIsTold() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.semel");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        try {
            runner.withBean(Mails.class)
                    .withPropertyValues("semel.routes[1].operations=mial.*", "semel.routes[1].store=rest")
                    .run(context -> assertThat(context).hasNotFailed());
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        told -> assertThat(told).contains("semel.routes sends \"push\" to rest, and no guarded"),
                        told -> assertThat(told).contains("semel.routes sends \"mial.*\" to rest, and no guarded"));
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
        withBooks().withBean(Mails.class).run(context -> {
            assertThat(context.getBean(PolicyReader.class).defaults().mode()).isEqualTo(Mode.JOINED);
            assertThat(context.getBean(Mails.class).send("1")).isEqualTo("sent 1");
            assertThat(rest.verbs()).contains(Verb.CLAIM, Verb.COMPLETE);
            assertThat(books.verbs()).doesNotContain(Verb.CLAIM);
        });
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
