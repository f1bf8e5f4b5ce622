/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.semel.IdempotentExecutor;
import dev.semel.KeyedHash;
import dev.semel.Mode;
import dev.semel.Scope;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreException;
import dev.semel.spring.CallerScope;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.JsonValues;
import dev.semel.spring.MethodValues;
import dev.semel.spring.PolicyReader;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

class SemelAutoConfigurationTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class));
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SemelAutoConfiguration.class,
                    SemelWebAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class));

    @Test
    void keepsRecordsInMemoryWithOneWarningWhereThereIsNoDatabase() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.semel");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            runner.run(context -> {
                assertThat(context)
                        .hasSingleBean(InMemoryIdempotencyStore.class)
                        .hasSingleBean(IdempotentExecutor.class);
                assertThat(context.getBean(PolicyReader.class).defaults().mode())
                        .isEqualTo(Mode.LEASED);
            });
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("one process only"));
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().startsWith("Semel guards 0 operations"))
                .hasSize(1);
    }

    @Test
    void givesWayToTheApplicationsBeans() {
        InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();
        KeyedHash hash = KeyedHash.unkeyed();
        CallerScope callers = () -> Optional.of(Scope.of("me"));
        runner.withBean(IdempotencyStore.class, () -> store)
                .withBean(KeyedHash.class, () -> hash)
                .withBean(CallerScope.class, () -> callers)
                .withBean(MethodValues.class, MethodValues::builtIn)
                .run(context -> {
                    assertThat(context.getBean(IdempotencyStore.class)).isSameAs(store);
                    assertThat(context.getBean(KeyedHash.class)).isSameAs(hash);
                    assertThat(context.getBean(CallerScope.class)).isSameAs(callers);
                    assertThat(context).doesNotHaveBean(JsonValues.class);
                });
    }

    @Test
    void refusesTwoStoresOfOneMode() {
        runner.withBean("one", IdempotencyStore.class, InMemoryIdempotencyStore::new)
                .withBean("two", IdempotencyStore.class, InMemoryIdempotencyStore::new)
                .run(context -> assertThat(cause(context.getStartupFailure()))
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("several IdempotencyStore beans for LEASED mode: one, two"));
    }

    @Test
    void refusesADatabaseThatItDoesNotKnow() {
        DataSource derby = new OtherProduct(new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:unknown"));
        runner.withBean(DataSource.class, () -> derby)
                .withBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(derby))
                .run(context -> assertThat(cause(context.getStartupFailure()))
                        .isInstanceOf(StoreException.class)
                        .hasMessage("The database is Apache Derby; supported are: PostgreSQL, MariaDB, H2."));
    }

    @Test
    void joinsTransactionsOfH2() {
        DataSource h2 = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:joined;DB_CLOSE_DELAY=-1");
        runner.withBean(DataSource.class, () -> h2)
                .withBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(h2))
                .withPropertyValues("semel.jdbc.initialize-schema=true")
                .run(context -> {
                    assertThat(context).hasSingleBean(JdbcJoinedIdempotencyStore.class);
                    assertThat(context.getBean(JdbcIdempotencyStore.class)
                                    .capabilities()
                                    .durability())
                            .isEqualTo(DurabilityClass.D);
                    assertThat(context.getBean(PolicyReader.class).defaults().mode())
                            .isEqualTo(Mode.JOINED);
                });
    }

    @Test
    void refusesADataSourceWithoutItsTransactionManager() {
        DataSource h2 = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:managed");
        DataSource other = new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:other");
        runner.withBean(DataSource.class, () -> h2)
                .withBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(other))
                .run(context -> assertThat(cause(context.getStartupFailure()))
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("does not bind connections of the data source"));
        runner.withBean(DataSource.class, () -> h2).run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("PlatformTransactionManager"));
    }

    @Test
    void refusesAMethodWhoseCallersNobodyKnows() {
        ApplicationContextRunner withoutSecurity = runner.withClassLoader(
                        new FilteredClassLoader(SecurityContextHolder.class))
                .withBean(Mail.class);

        withoutSecurity.run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("semel.http.public-scope"));
        withoutSecurity.withPropertyValues("semel.http.public-scope=everybody").run(context -> {
            Mail mail = context.getBean(Mail.class);
            assertThat(mail.send("k", "a")).isEqualTo(mail.send("k", "a"));
        });
    }

    @Test
    void refusesAnAnswerTypeThatNeedsJacksonWithoutIt() {
        runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
                .withPropertyValues("semel.http.public-scope=everybody")
                .withBean(Numbers.class)
                .run(context -> assertThat(cause(context.getStartupFailure()))
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("put Jackson 3 on the class path"));
    }

    @Test
    void refusesRequestsWhoseCallersNobodyKnows() {
        WebApplicationContextRunner withoutSecurity = web.withClassLoader(
                        new FilteredClassLoader(SecurityContextHolder.class))
                .withBean(Orders.class);

        withoutSecurity.run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("POST /orders")
                .hasMessageContaining("semel.http.public-scope"));
        withoutSecurity.withPropertyValues("semel.http.public-scope=everybody").run(context -> assertThat(context)
                .hasNotFailed());
    }

    @Test
    void refusesAHandlerThatNoFilterGuards() {
        web.withBean(Orders.class)
                .withPropertyValues("semel.http.enabled=false")
                .run(context -> assertThat(cause(context.getStartupFailure()))
                        .isInstanceOf(IdempotencySetupException.class)
                        .hasMessageContaining("no filter guards it"));
    }

    @Test
    void refusesAHandlerOfASafeMethod() {
        web.withBean(Reads.class).run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("it is for [GET]"));
    }

    @Test
    void refusesAnAsynchronousHandlerThatAsksForJoinedMode() {
        web.withBean(Asynchronous.class).run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("asks for joined mode and returns Callable"));
    }

    @Test
    void refusesAPathThatIsNone() {
        web.withPropertyValues("semel.http.paths=orders").run(context -> assertThat(cause(context.getStartupFailure()))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("semel.http.paths has \"orders\""));
    }

    @Test
    void explainsFailuresOfTheStart() {
        var setup = Objects.requireNonNull(new SetupFailureAnalyzer()
                .analyze(new IllegalStateException(new IdempotencySetupException("It is wrong.", "Mend it."))));
        var store = Objects.requireNonNull(new StoreFailureAnalyzer()
                .analyze(new IllegalStateException(
                        new StoreException(StoreException.Certainty.NOT_APPLIED, "No tables; run the script.", null))));

        assertThat(setup.getDescription()).isEqualTo("It is wrong.");
        assertThat(setup.getAction()).isEqualTo("Mend it.");
        assertThat(store.getDescription()).contains("No tables; run the script.");
    }

    private static Throwable cause(@Nullable Throwable startupFailure) {
        Throwable failure = Objects.requireNonNull(startupFailure, "It started.");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IdempotencySetupException || cause instanceof StoreException) {
                return cause;
            }
        }
        return NestedExceptionUtils.getMostSpecificCause(failure);
    }

    /** Public, because its proxy lives with another class loader where one is filtered. */
    public static class Mail {
        @Idempotent(key = "#key")
        public String send(String key, String text) {
            return key + System.nanoTime();
        }
    }

    /** Public for the same reason. */
    public static class Numbers {
        @Idempotent(key = "#key")
        public int count(String key) {
            return 1;
        }
    }

    @RestController
    static class Orders {
        @Idempotent
        @PostMapping("/orders")
        String order() {
            return "ordered";
        }
    }

    @RestController
    static class Reads {
        @Idempotent
        @GetMapping("/orders")
        String read() {
            return "read";
        }
    }

    @RestController
    static class Asynchronous {
        @Idempotent(mode = "joined")
        @PostMapping("/orders")
        Callable<String> order() {
            return () -> "ordered";
        }
    }
}
