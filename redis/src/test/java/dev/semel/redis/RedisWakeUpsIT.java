/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.CellId;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.WaitStrategy;
import dev.semel.codec.ResultCodecs;
import dev.semel.spi.StoreException;
import dev.semel.spi.WakeUpMessage;
import dev.semel.spi.WakeUps;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of wake-ups when their connections break, others publish to their channel, or the user may not. */
@Timeout(60)
class RedisWakeUpsIT {
    private final Opened opened = new Opened();
    private final RedisProcess server = opened.add(RedisProcess.startFor(ServerFolder.ACL_WITH_WAKE_UPS));
    private final RedisClient client = Clients.of(server);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Operation<String> pay = Operation.of(
            "pay",
            IdempotencyPolicy.leased().withWaiting(WaitStrategy.upTo(Duration.ofSeconds(50))),
            ResultCodecs.text());
    private final Call call =
            Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
    private final Heard heard = new Heard();

    /** What a listener of the test has heard. */
    private static final class Heard implements WakeUps.Listener {
        private final List<CellId> cells = new CopyOnWriteArrayList<>();
        private final AtomicInteger begun = new AtomicInteger();

        @Override
        public void changed(CellId cellId) {
            cells.add(cellId);
        }

        @Override
        public void missed() {
            begun.incrementAndGet();
        }
    }

    RedisWakeUpsIT() {
        opened.add(client::shutdown);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        opened.close();
    }

    private RedisWakeUps channel() {
        RedisWakeUps channel = opened.add(RedisWakeUps.open(client));
        channel.listen(heard);
        return channel;
    }

    @Test
    void afterItsConnectionWasKilledItIsAnsweredByPollsAndThenWorksAgain() throws Exception {
        RedisWakeUps channel = channel();
        try (IdempotentExecutor elsewhere = IdempotentExecutor.builder(opened.on(server, RedisOptions.DEFAULTS))
                        .build();
                IdempotentExecutor here = IdempotentExecutor.builder(opened.on(server, RedisOptions.DEFAULTS))
                        .wakeUps(channel)
                        .build()) {
            Attempt.Running<String> first = (Attempt.Running<String>) elsewhere.begin(pay, call);
            Future<Outcome<String>> waiter = threads.submit(() -> here.execute(pay, call, e -> "paid here"));
            long killed = server.ask(commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
            assertThat(killed).isEqualTo(1);
            first.complete("paid elsewhere, and nobody said so");
            assertThat(waiter.get()).isEqualTo(new Outcome.Replayed<>("paid elsewhere, and nobody said so"));
            Waits.until(() -> heard.begun.get() >= 1);
            CellId cellId = Requests.cell();
            channel.announce(cellId);
            Waits.until(() -> heard.cells.contains(cellId));
        }
    }

    @Test
    void behindSentinelTheyGoOverItsMaster() {
        RedisProcess replica = opened.add(
                RedisProcess.startFor(ServerFolder.ACL_WITH_WAKE_UPS, "replicaof 127.0.0.1 " + server.port()));
        replica.awaitInfo("master_link_status:up");
        RedisProcess sentinel = opened.add(RedisProcess.startSentinel(server));
        RedisClient led = Clients.of(RedisURI.Builder.sentinel("127.0.0.1", sentinel.port(), "semel-master")
                .withAuthentication(ServerFolder.USER, ServerFolder.PASSWORD.toCharArray())
                .build());
        opened.add(led::shutdown);
        RedisWakeUps channel = opened.add(RedisWakeUps.open(led));
        channel.listen(heard);
        CellId cellId = Requests.cell();
        channel.announce(cellId);
        Waits.until(() -> heard.cells.contains(cellId));
    }

    @Test
    void whatOthersPublishToItsChannelIsIgnoredUnlessItIsAMessage() {
        RedisWakeUps channel = channel();
        CellId forged = Requests.cell();
        for (String text : List.of("", "hello", "semel1:", "semel1:xyz", "\u0000\uFFFD", "x".repeat(1_000_000))) {
            server.ask(commands -> commands.publish("semel:wake-up", text));
        }
        server.ask(commands -> commands.publish("semel:wake-up", new WakeUpMessage(List.of(forged)).text()));
        Waits.until(() -> heard.cells.contains(forged));
        assertThat(heard.cells).containsOnlyOnce(forged).hasSizeLessThanOrEqualTo(2); // and that of its start
        assertThat(channel.pending()).isZero();
    }

    @Test
    void announcementsToAServerThatIsSilentAreHeldInABoundAndDroppedBeyond() {
        RedisWakeUps channel = channel();
        server.suspend();
        try {
            for (int i = 0; i < 100_000; i++) {
                channel.announce(Requests.cell());
            }
            assertThat(channel.pending()).isEqualTo(RedisWakeUps.MOST_PENDING);
        } finally {
            server.resume();
        }
        Waits.until(() -> channel.pending() == 0);
    }

    @Test
    void theyAreHarmlessOnAChannelThatIsClosed() {
        RedisWakeUps channel = channel();
        channel.close();
        channel.close();
        channel.announce(Requests.cell());
        assertThat(channel.pending()).isZero();
    }

    @Test
    void aFirstExecutionTakesTwoRoundTripsOfTheStore() throws IOException {
        RedisWakeUps channel = channel();
        try (WireProxy wire = new WireProxy(server.port())) {
            RedisClient through = Clients.of(RedisProcess.uri(wire.port()));
            try (RedisIdempotencyStore store = RedisIdempotencyStore.open(through);
                    IdempotentExecutor node =
                            IdempotentExecutor.builder(store).wakeUps(channel).build()) {
                node.execute(pay, call, e -> "so that the server knows the scripts");
                heard.cells.clear();
                int before = wire.flights();
                Call next = Call.of(call.scope(), IdempotencyKey.of("next"));
                node.execute(pay, next, e -> "paid");
                assertThat(wire.flights() - before).isEqualTo(2);
                Waits.until(() -> !heard.cells.isEmpty());
            } finally {
                through.shutdown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" &semel:wake-up", " +publish", " +subscribe"})
    void aMissingPermissionIsToldAtTheStart(String permission) {
        RedisProcess strict = opened.add(RedisProcess.startFor(ServerFolder.ACL_WITH_WAKE_UPS.replace(permission, "")));
        RedisClient itsClient = Clients.of(strict);
        opened.add(itsClient::shutdown);
        assertThatThrownBy(() -> RedisWakeUps.open(itsClient))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("+publish, +subscribe and &semel:wake-up");
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLine() {
        server.close();
        assertThatThrownBy(() -> RedisWakeUps.open(client))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Redis cannot be reached");
    }
}
