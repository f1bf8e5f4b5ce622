/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static dev.semel.examples.payments.Shop.EUR_1999;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README's first page promises, with processes that are killed: services, provider and PostgreSQL each run in a
 * process of their own and are spoken to over HTTP.
 */
class OneChargeIT {
    private static final int TEN = 10;

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static int providerPort;
    private static DemoProcess provider;
    private static int firstPort;
    private static DemoProcess first;
    private static int secondPort;
    private static DemoProcess second;

    private final String key = UUID.randomUUID().toString();
    private int chargesBefore;
    private int rowsBefore;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        providerPort = DemoProcess.freePort();
        provider = DemoProcess.start("provider", "--port", String.valueOf(providerPort), "--data", folder.toString());
        firstPort = DemoProcess.freePort();
        first = service(firstPort);
        secondPort = DemoProcess.freePort();
        second = service(secondPort);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        first.stop();
        second.stop();
        provider.stop();
        postgres.close();
    }

    private static DemoProcess service(int port) throws IOException {
        return DemoProcess.service(port, providerPort, postgres.getJdbcUrl("postgres", "postgres"), folder);
    }

    @BeforeEach
    void count() throws IOException, InterruptedException, SQLException {
        Shop.faults(providerPort, "{}");
        chargesBefore = charges();
        rowsBefore = rows();
    }

    private static int charges() {
        return Shop.get(providerPort, "/charges").size();
    }

    private int newCharges() {
        return charges() - chargesBefore;
    }

    @Test
    void oneAfterAnotherGetTheSameBytes() {
        String answer = text(Shop.pay(firstPort, key, EUR_1999));
        for (int i = 1; i < TEN; i++) {
            HttpResponse<byte[]> retry = Shop.pay(i % 2 == 0 ? firstPort : secondPort, key, EUR_1999);
            assertThat(retry.statusCode()).isEqualTo(201);
            assertThat(text(retry)).isEqualTo(answer);
            assertThat(retry.headers().firstValue("Idempotency-Replayed")).hasValue("true");
            assertThat(retry.headers().firstValue("Location")).isPresent();
        }
        assertThat(newCharges()).isEqualTo(1);
    }

    @Test
    void tenAtOnceAcrossTwoServicesMakeOneCharge() throws SQLException {
        assertThat(finalAnswers(Map.of(key, TEN))).hasSize(1);
        assertThat(newCharges()).isEqualTo(1);
        assertThat(rows() - rowsBefore).isEqualTo(1);
    }

    @Test
    void twoHundredDuplicatesOfTwentyKeysMakeTwentyCharges() throws SQLException {
        Map<String, Integer> times = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            times.put(key + "-" + i, TEN);
        }
        assertThat(finalAnswers(times)).hasSize(20);
        assertThat(newCharges()).isEqualTo(20);
        assertThat(rows() - rowsBefore).isEqualTo(20);
    }

    @Test
    void row095_aServiceKilledAfterTheChargeMakesNoSecondOne() throws Exception {
        Shop.faults(providerPort, "{\"delayMillis\":3000}");
        CompletableFuture<HttpResponse<byte[]>> unanswered = Shop.payLater(firstPort, key, EUR_1999);
        await().atMost(Duration.ofSeconds(30)).until(() -> newCharges() == 1);
        first.kill();
        assertThat(unanswered.handle((answer, failure) -> failure).get()).isNotNull();
        Shop.faults(providerPort, "{}");
        List<CompletableFuture<Void>> meanwhile = new ArrayList<>();
        for (int i = 0; i < TEN / 2; i++) {
            meanwhile.add(Shop.payLater(secondPort, key, EUR_1999)
                    .thenAccept(answer -> assertThat(answer.statusCode()).isIn(201, 409)));
        }
        first = service(firstPort);
        meanwhile.forEach(CompletableFuture::join);
        assertThat(finalAnswers(Map.of(key, TEN))).hasSize(1);
        assertThat(newCharges()).isEqualTo(1);
        assertThat(rows() - rowsBefore).isEqualTo(1);
    }

    @Test
    void aLostAnswerOfTheProviderMakesNoSecondCharge() throws Exception {
        Shop.faults(providerPort, "{\"loseAnswers\":1}");
        assertThat(Shop.pay(firstPort, key, EUR_1999).statusCode()).isEqualTo(502);
        assertThat(Shop.pay(secondPort, key, EUR_1999).statusCode()).isEqualTo(201);
        assertThat(newCharges()).isEqualTo(1);
    }

    @Test
    void anotherAmountUnderTheSameKeyIsRefused() {
        Shop.pay(firstPort, key, EUR_1999);
        HttpResponse<byte[]> refusal = Shop.pay(secondPort, key, EUR_1999.replace("1999", "1"));
        assertThat(refusal.statusCode()).isEqualTo(422);
        assertThat(refusal.headers().firstValue("Content-Type")).hasValueSatisfying(this::isProblem);
        assertThat(newCharges()).isEqualTo(1);
    }

    @Test
    void aPaymentWithoutAKeyIsRefused() {
        HttpResponse<byte[]> refusal = Shop.pay(firstPort, "", EUR_1999);
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.headers().firstValue("Content-Type")).hasValueSatisfying(this::isProblem);
        assertThat(newCharges()).isZero();
    }

    @Test
    void aRefundHappensOnce() {
        String path = refundsOfANewPayment();
        String refund = text(Shop.pay(firstPort, path, key, "{\"amount\":1000}"));
        assertThat(text(Shop.pay(secondPort, path, key, "{\"amount\":1000}"))).isEqualTo(refund);
        assertThat(Shop.pay(firstPort, path, key + "-2", "{\"amount\":1000}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void aRefundThatAKilledServiceNeverWroteDownCountsAgainstThePayment() throws Exception {
        String path = refundsOfANewPayment();
        int before = Shop.get(providerPort, "/refunds").size();
        Shop.faults(providerPort, "{\"delayMillis\":3000}");
        CompletableFuture<HttpResponse<byte[]>> unanswered = Shop.payLater(firstPort, path, key, "{\"amount\":1500}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Shop.get(providerPort, "/refunds").size() == before + 1);
        first.kill();
        assertThat(unanswered.handle((answer, failure) -> failure).get()).isNotNull();
        Shop.faults(providerPort, "{}");

        HttpResponse<byte[]> other = Shop.pay(secondPort, path, key + "-2", "{\"amount\":1500}");
        HttpResponse<byte[]> rest = Shop.pay(secondPort, path, key + "-3", "{\"amount\":499}");
        HttpResponse<byte[]> retry = Shop.pay(secondPort, path, key, "{\"amount\":1500}");
        first = service(firstPort);

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(text(other)).contains("retry that one with its own Idempotency-Key");
        assertThat(List.of(rest.statusCode(), retry.statusCode())).containsOnly(201);
        assertThat(Shop.get(providerPort, "/refunds").size()).isEqualTo(before + 2);
        assertThat(Shop.get(secondPort, path.replace("/refunds", ""))
                        .path("status")
                        .stringValue())
                .isEqualTo("refunded");
    }

    private static String refundsOfANewPayment() {
        String paid = text(Shop.pay(firstPort, UUID.randomUUID().toString(), EUR_1999));
        return "/payments/" + paid.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1") + "/refunds";
    }

    private void isProblem(String contentType) {
        assertThat(contentType).startsWith("application/problem+json");
    }

    /** Sends each key as often as told, all at once over both services, again while 409, and gives the bodies. */
    private static Map<String, String> finalAnswers(Map<String, Integer> times) {
        List<CompletableFuture<Map.Entry<String, String>>> calls = new ArrayList<>();
        times.forEach((key, count) -> {
            for (int i = 0; i < count; i++) {
                int port = i % 2 == 0 ? firstPort : secondPort;
                calls.add(settled(port, key).thenApply(body -> Map.entry(key, body)));
            }
        });
        Map<String, String> bodies = new HashMap<>();
        for (CompletableFuture<Map.Entry<String, String>> call : calls) {
            Map.Entry<String, String> answer = call.join();
            String before = bodies.putIfAbsent(answer.getKey(), answer.getValue());
            assertThat(before == null ? answer.getValue() : before).isEqualTo(answer.getValue());
        }
        return bodies;
    }

    private static CompletableFuture<String> settled(int port, String key) {
        return Shop.payLater(port, key, EUR_1999).thenCompose(answer -> {
            if (answer.statusCode() == 409) {
                return CompletableFuture.supplyAsync(
                                () -> key, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                        .thenCompose(again -> settled(port, again));
            }
            if (answer.statusCode() != 201) {
                throw new CompletionException(
                        new AssertionError("answered " + answer.statusCode() + ": " + text(answer)));
            }
            return CompletableFuture.completedFuture(text(answer));
        });
    }

    /** All payments in the table, whoever's; the list over HTTP ends at 100. */
    private static int rows() throws SQLException {
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
