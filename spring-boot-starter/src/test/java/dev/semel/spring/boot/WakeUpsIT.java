/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.KeyedHash;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerFolder;
import dev.semel.jdbc.PostgresWakeUps;
import dev.semel.redis.RedisWakeUps;
import dev.semel.spi.WakeUps;
import dev.semel.spring.ModeExecutors;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** An application whose records lie in PostgreSQL and in Redis, each with its own channel to the other nodes. */
class WakeUpsIT {
    private static final Call CALL =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    private static final RedisServer REDIS = RedisServer.start(ServerFolder.temporary());

    private final ApplicationContextRunner node = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    SemelAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.url=" + Postgres.url(),
                    "spring.data.redis.url=" + REDIS.url(),
                    "semel.jdbc.initialize-schema=true",
                    "semel.default.store=leased",
                    "semel.routes[0].operations=mail.*",
                    "semel.routes[0].store=redis",
                    "semel.wake-up.enabled=true");

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    /** Hears of one cell. */
    private static final class Ear implements WakeUps.Listener {
        private final CellId wanted;
        private final CountDownLatch heard = new CountDownLatch(1);

        Ear(CellId wanted) {
            this.wanted = wanted;
        }

        @Override
        public void changed(CellId cellId) {
            if (cellId.equals(wanted)) {
                heard.countDown();
            }
        }

        @Override
        public void missed() {}

        boolean hears() throws InterruptedException {
            return heard.await(30, TimeUnit.SECONDS);
        }
    }

    private static Ear ear(String operation, WakeUps channel) {
        Ear ear = new Ear(KeyedHash.unkeyed().cellId(new Cell(CALL.scope(), operation, CALL.key())));
        channel.listen(ear);
        return ear;
    }

    /** It begins to listen a moment after it was opened. */
    private static void awaitWorking(WakeUps from, WakeUps to) throws InterruptedException {
        CellId cellId = CellId.of(UUID.randomUUID());
        Ear ear = new Ear(cellId);
        to.listen(ear);
        do {
            from.announce(cellId);
        } while (!ear.heard.await(20, TimeUnit.MILLISECONDS));
    }

    private static void execute(ApplicationContext context, String operation, IdempotencyPolicy policy) {
        context.getBean(ModeExecutors.class)
                .find(policy.mode())
                .orElseThrow()
                .call(Operation.of(operation, policy, ResultCodecs.text()), CALL, execution -> "done");
    }

    @Test
    void eachModeAndRouteTellsTheOtherNodesOverTheChannelOfItsStore() {
        node.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(ModeExecutors.class).modes())
                    .containsExactlyInAnyOrder(Mode.JOINED, Mode.LEASED);
            assertThat(context.getBean(StartUpTable.class).text()).contains("woken by it");
            node.run(other -> {
                PostgresWakeUps postgres = other.getBean(PostgresWakeUps.class);
                awaitWorking(context.getBean(PostgresWakeUps.class), postgres);
                Ear joined = ear("pay", postgres);
                execute(context, "pay", IdempotencyPolicy.joined());
                assertThat(joined.hears()).isTrue();
                Ear astray = ear("mail.receipt", postgres);
                Ear mails = ear("mail.receipt", other.getBean(RedisWakeUps.class));
                Ear leased = ear("refund", postgres);
                execute(context, "mail.receipt", IdempotencyPolicy.leased());
                assertThat(mails.hears()).isTrue();
                execute(context, "refund", IdempotencyPolicy.leased());
                assertThat(leased.hears()).isTrue();
                assertThat(astray.heard.getCount()).isEqualTo(1);
            });
        });
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("semel-wake-up-listener", "semel-wake-up-announcer");
    }
}
