/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service over real HTTP, on a real PostgreSQL, with a real provider. */
class PaymentsIT {

    private static final String EUR_1999 = "{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"tok_visa\"}";
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @Test
    void paysAndFindsThePaymentAgain() throws Exception {
        var answer = pay(EUR_1999);
        var payment = json(answer);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(payment.propertyNames()).containsExactly("id", "amount", "currency", "status", "charge");
        assertThat(payment.path("amount").longValue()).isEqualTo(1999);
        assertThat(payment.path("status").stringValue()).isEqualTo("paid");
        assertThat(get("shop-a", location(answer)).body()).isEqualTo(answer.body());
        assertThat(get("shop-a", "/provider/charges").body())
                .contains(payment.path("charge").stringValue());
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        var older = json(pay(EUR_1999)).path("id");
        var newer = json(pay(EUR_1999)).path("id");

        assertThat(json(get("shop-a", "/payments")).findValues("id")).containsSubsequence(newer, older);
    }

    @Test
    void hidesThePaymentsOfOneShopFromAnother() throws Exception {
        var mine = location(pay(EUR_1999));

        assertProblem(get("shop-b", mine), 404);
        assertProblem(post("shop-b", mine + "/refunds", "{\"amount\":1}"), 404);
        assertThat(get("shop-b", "/payments").body()).isEqualTo("[]");
    }

    @Test
    void refundsNoMoreThanWasPaid() throws Exception {
        var payment = location(pay(EUR_1999));
        var refunds = payment + "/refunds";

        var first = post("shop-a", refunds, "{\"amount\":1500}");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(json(first).path("refund").stringValue()).startsWith("re_");
        assertThat(get("shop-a", payment).body()).contains("partly_refunded");
        assertProblem(post("shop-a", refunds, "{\"amount\":500}"), 422);
        assertThat(post("shop-a", refunds, "{\"amount\":499}").statusCode()).isEqualTo(201);
        assertThat(get("shop-a", payment).body()).contains("\"refunded\"");
        assertProblem(post("shop-a", "/payments/" + UUID.randomUUID() + "/refunds", "{\"amount\":1}"), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount   | {'currency':'EUR','card':'tok_visa'}",
                "amount   | {'amount':null,'currency':'EUR','card':'tok_visa'}",
                "amount   | {'amount':-1,'currency':'EUR','card':'tok_visa'}",
                "amount   | {'amount':19.99,'currency':'EUR','card':'tok_visa'}",
                "amount   | {'amount':'1999','currency':'EUR','card':'tok_visa'}",
                "currency | {'amount':1999,'card':'tok_visa'}",
                "currency | {'amount':1999,'currency':'EURO','card':'tok_visa'}",
                "card     | {'amount':1999,'currency':'EUR'}",
                "card     | {'amount':1999,'currency':'EUR','card':'4111111111111111'}"
            },
            quoteCharacter = '`')
    void namesTheFieldThatDoesNotFit(String field, String body) throws Exception {
        var answer = pay(body.replace('\'', '"'));

        assertProblem(answer, 400);
        assertThat(json(answer).path("field").stringValue()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1999"})
    void refusesABodyThatIsNoJsonObject(String body) throws Exception {
        assertProblem(pay(body), 400);
    }

    @Test
    void saysThatTheCardWasDeclined() throws Exception {
        assertProblem(pay(EUR_1999.replace("visa", "declined")), 402);
    }

    @Test
    void tellsAnUnavailableProviderFromALostAnswer() throws Exception {
        setFaults("{\"unavailable\":1}");
        var unavailable = pay(EUR_1999);
        setFaults("{\"loseAnswers\":1}");
        var lost = pay(EUR_1999);

        assertProblem(unavailable, 503);
        assertThat(unavailable.headers().firstValue("Retry-After")).isPresent();
        assertProblem(lost, 502);
        assertThat(lost.body()).contains("retry with the same Idempotency-Key");
        assertThat(pay(EUR_1999).statusCode()).isEqualTo(201);
    }

    @Test
    void leavesTheKeyOfALostChargeToTheRequestThatMadeIt() throws Exception {
        var key = UUID.randomUUID().toString();
        setFaults("{\"loseAnswers\":1}");
        assertProblem(post("shop-a", "/payments", EUR_1999, key), 502);

        assertProblem(post("shop-a", "/payments", EUR_1999.replace("1999", "1998"), key), 409);
        assertProblem(post("shop-a", "/payments", EUR_1999.replace("visa", "declined"), key), 409);
        assertThat(post("shop-a", "/payments", EUR_1999, key).statusCode()).isEqualTo(201);
    }

    @Test
    void leavesTheKeyOfALostRefundToTheRequestThatMadeIt() throws Exception {
        var refunds = location(pay(EUR_1999)) + "/refunds";
        var key = UUID.randomUUID().toString();
        setFaults("{\"loseAnswers\":1}");
        assertProblem(post("shop-a", refunds, "{\"amount\":7}", key), 502);

        assertProblem(post("shop-a", refunds, "{\"amount\":8}", key), 409);
        assertThat(post("shop-a", refunds, "{\"amount\":7}", key).statusCode()).isEqualTo(201);
    }

    @Test
    void findsWhatAnAttemptThatDiedHadWrittenDown() {
        var key = UUID.randomUUID().toString();
        var payments = installation.service().getBean(PaymentService.class);
        var charges = installation.service().getBean(ChargeService.class);
        var wanted = new NewPayment(1999, "EUR", "tok_visa");
        var sent = new NewCharge(wanted, "two books", Map.of("order", "7"));

        var payment = payments.pay("shop-a", wanted, key);
        var refund = payments.refund("shop-a", payment.id(), new NewRefund(1500), key + "-refund");
        var charge = charges.charge("shop-a", sent, key + "-charge");

        assertThat(payments.pay("shop-a", wanted, key).charge()).isEqualTo(payment.charge());
        assertThat(payments.refund("shop-a", payment.id(), new NewRefund(1500), key + "-refund"))
                .isEqualTo(refund);
        assertThat(charges.charge("shop-a", sent, key + "-charge")).isEqualTo(charge);
        assertThat(payments.find("shop-a", payment.id()).status()).isEqualTo("partly_refunded");
        assertThat(rows("payment", key) + rows("refund", key)).isEqualTo(3);
    }

    /** As if an attempt that was paused past its lease went on beside the one that took over: both have found no row. */
    @Test
    void refusesTheRowsOfOneOfTwoAttemptsAtOnce() {
        var key = UUID.randomUUID().toString();
        var tables = installation.service().getBean(PaymentRepository.class);
        var payment = Payment.paid(new NewPayment(1999, "EUR", "tok_visa"), "ch_1");
        var again = Payment.paid(new NewPayment(1999, "EUR", "tok_visa"), "ch_1");

        tables.insert("shop-a", payment, key);
        tables.insert(new Refund(UUID.randomUUID(), payment.id(), 7, "EUR", "re_1"), key);

        assertThatThrownBy(() -> tables.insert("shop-a", again, key)).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> tables.insert(new Refund(UUID.randomUUID(), payment.id(), 7, "EUR", "re_1"), key))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(rows("payment", key) + rows("refund", key)).isEqualTo(2);
    }

    private static long rows(String table, String key) {
        return installation
                .service()
                .getBean(JdbcClient.class)
                .sql("select count(*) from " + table + " where provider_key like ?")
                .param(key + "%")
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/html", "///"})
    void answersInJsonWhateverTheClientAccepts(String accepted) throws Exception {
        var paid = send(as("shop-a", "/payments")
                .header("Content-Type", "application/json")
                .header("Accept", accepted)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(EUR_1999)));
        assertThat(paid.statusCode()).isEqualTo(201);
        assertThat(get("shop-a", location(paid)).body()).isEqualTo(paid.body());
        assertProblem(send(as("shop-a", "/payments/" + UUID.randomUUID()).header("Accept", accepted)), 404);
    }

    @Test
    void asksForALoginExceptForThePageAndTheHealthCheck() throws Exception {
        var stranger = send(HttpRequest.newBuilder(uri("/payments")));
        assertProblem(stranger, 401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"payments\"");
        for (var open : new String[] {"/", "/app.js", "/style.css", "/favicon.svg", "/actuator/health"}) {
            assertThat(send(HttpRequest.newBuilder(uri(open))).statusCode())
                    .as(open)
                    .isEqualTo(200);
        }
        assertThat(send(HttpRequest.newBuilder(uri("/actuator/env"))).statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> pay(String body) throws Exception {
        return post("shop-a", "/payments", body);
    }

    private static HttpResponse<String> post(String shop, String path, String body) throws Exception {
        return post(shop, path, body, UUID.randomUUID().toString());
    }

    private static HttpResponse<String> post(String shop, String path, String body, String key) throws Exception {
        return send(as(shop, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"" + key + "\"")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String shop, String path) throws Exception {
        return send(as(shop, path));
    }

    private static void setFaults(String body) throws Exception {
        var answer = send(as("shop-a", "/provider/faults")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static HttpRequest.Builder as(String shop, String path) {
        var login = Base64.getEncoder().encodeToString((shop + ":demo").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic " + login);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + installation.port() + path);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).path("status").intValue()).isEqualTo(status);
    }
}
