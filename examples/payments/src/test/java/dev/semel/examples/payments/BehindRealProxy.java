/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row 125 with a proxy that people use, in front of two nodes on one PostgreSQL: the provider takes longer than the proxy
 * waits, so that it sends each payment to the other node while the first still works on it, and one node is killed on the
 * way.
 */
abstract class BehindRealProxy {
    private static final int KEYS = 200;
    private static final int THREADS = 16;

    @TempDir
    private Path folder;

    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final List<AutoCloseable> started = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private int providerPort;
    private int firstPort;
    private DemoProcess first;
    private int secondPort;
    private RealProxy proxy;

    abstract RealProxy proxy(Path folder, int firstNode, int secondNode) throws IOException;

    /** The command of the launcher that runs this. */
    abstract String command();

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        started.add(postgres);
        providerPort = DemoProcess.freePort();
        DemoProcess provider = DemoProcess.start(
                "provider",
                "--port",
                String.valueOf(providerPort),
                "--data",
                folder.resolve("provider").toString());
        started.add(provider::stop);
        firstPort = DemoProcess.freePort();
        first = node(firstPort);
        secondPort = DemoProcess.freePort();
        DemoProcess second = node(secondPort);
        started.add(second::stop);
        proxy = proxy(Files.createDirectory(folder.resolve("proxy")), firstPort, secondPort);
        started.add(proxy);
    }

    @AfterEach
    void stop() throws Exception {
        if (first != null) {
            first.stop();
        }
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    private DemoProcess node(int port) throws IOException {
        return DemoProcess.start(
                "demo",
                "--service-only",
                "--port",
                String.valueOf(port),
                "--provider-url",
                "http://localhost:" + providerPort,
                "--jdbc-url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "--data",
                folder.resolve("service-" + port).toString());
    }

    @Test
    void everyKeyIsChargedOnceAndNoAnswerOfTheProxyIsStored() throws Exception {
        Shop.faults(providerPort, "{\"delayMillis\":600}");
        CountDownLatch third = new CountDownLatch(KEYS / 3);
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> payments = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String key = UUID.randomUUID().toString();
            payments.add(callers.submit(() -> {
                bodies.put(key, settled(key).join());
                third.countDown();
            }));
        }
        assertThat(third.await(5, TimeUnit.MINUTES)).isTrue();
        first.kill();
        first = node(firstPort);
        for (Future<?> payment : payments) {
            payment.get();
        }
        callers.shutdown();
        assertChargedOnce();
        tell();
    }

    /** Sends a payment through the proxy until it is paid. */
    private CompletableFuture<String> settled(String key) {
        return Shop.payLater(proxy.port(), key, Shop.EUR_1999)
                .handle(BehindRealProxy::paid)
                .thenCompose(
                        body -> body.map(CompletableFuture::completedFuture).orElseGet(() -> again(key)));
    }

    private CompletableFuture<String> again(String key) {
        return CompletableFuture.supplyAsync(() -> key, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                .thenCompose(this::settled);
    }

    /** The payment; empty if it is to be sent again, for HAProxy may also just hang up. */
    private static Optional<String> paid(@Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            assertThat(failure).hasRootCauseInstanceOf(IOException.class);
            return Optional.empty();
        }
        assertThat(answer.statusCode()).as(text(answer)).isIn(201, 409, 502, 503, 504);
        return answer.statusCode() == 201 ? Optional.of(text(answer)) : Optional.empty();
    }

    private void assertChargedOnce() throws IOException, SQLException {
        assertThat(proxy.resent()).as("sent more than once by the proxy").isPositive();
        assertThat(proxy.answeredByItself()).as("502 and 504 of the proxy").isPositive();
        assertThat(bodies).hasSize(KEYS);
        assertThat(bodies.values()).doesNotHaveDuplicates();
        assertThat(Shop.get(providerPort, "/charges").size()).isEqualTo(KEYS);
        assertThat(rows()).isEqualTo(KEYS);
        bodies.forEach((key, body) -> {
            for (int node : List.of(firstPort, secondPort)) {
                HttpResponse<byte[]> replay = Shop.pay(node, key, Shop.EUR_1999);
                assertThat(replay.statusCode()).isEqualTo(201);
                assertThat(text(replay)).isEqualTo(body);
                assertThat(replay.headers().firstValue("Idempotency-Replayed")).hasValue("true");
            }
        });
        assertThat(Shop.get(providerPort, "/charges").size()).isEqualTo(KEYS);
    }

    /** The line for docs/reliability/ledger.csv. */
    private void tell() throws IOException {
        System.out.printf(
                "%s,%s,%s,one charge per key behind a proxy that re-sends POSTs; one of two nodes killed,%d keys; %d"
                        + " requests re-sent by the proxy; %d answered 502 or 504 by it,0%n",
                LocalDate.now(ZoneOffset.UTC),
                command(),
                System.getenv().getOrDefault("SEMEL_COMMIT", "unknown"),
                KEYS,
                proxy.resent(),
                proxy.answeredByItself());
    }

    private int rows() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from payment")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
