/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static dev.semel.examples.payments.service.NotedPayment.PATCH;
import static dev.semel.examples.payments.service.NotedPayment.assertChanged;
import static dev.semel.examples.payments.service.NotedPayment.assertProblem;
import static dev.semel.examples.payments.service.NotedPayment.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shop notes about a payment, and what it is shown. */
class PaymentDetailsIT {

    @TempDir
    private static Path folder;

    private static Installation installation;

    private final String key = UUID.randomUUID().toString();
    private NotedPayment payment;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @BeforeEach
    void pay() throws SQLException {
        payment = NotedPayment.in(installation);
    }

    @Test
    void aReadHasAStrongTagAndIsAnsweredWith304ToWhoHasIt() throws Exception {
        assertThat(payment.get().headers().firstValue("ETag")).contains("\"1\"");
        for (var known : List.of("\"1\"", "W/\"1\"", "\"0\", \"1\"")) {
            var answer = send(payment.to(installation.port(), payment.path()).header("If-None-Match", known));
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(answer.body()).isEmpty();
        }
        assertChanged(payment.change(key, "\"1\""));
        assertChanged(send(payment.to(installation.port(), payment.path()).header("If-None-Match", "\"1\"")));
    }

    @Test
    void nullRemovesAndTheRestStays() throws Exception {
        payment.change(key, "\"1\"", "{\"description\":\"x\",\"metadata\":{\"z\":\"1\",\"a\":\"2\",\"bb\":\"3\"}}");
        var answer =
                payment.change(key + "-2", "\"2\"", "{\"description\":null,\"metadata\":{\"z\":null,\"c\":\"4\"}}");

        assertThat(answer.body())
                .endsWith("\"charge\":\"ch_1\",\"metadata\":{\"a\":\"2\",\"bb\":\"3\",\"c\":\"4\"}}")
                .isEqualTo(payment.get().body());
    }

    @Test
    void anAmountCannotBeChanged() throws Exception {
        assertProblem(payment.change(key + "-2", "\"1\"", "{\"description\":1e999}"), 422, "\"field\":\"description\"");
        var answer = payment.change(key, "\"1\"", "{\"description\":\"x\",\"amount\":1}");
        assertProblem(answer, 422, "\"field\":\"amount\"");
        assertThat(answer.body()).contains("amount cannot be changed");
        assertThat(payment.version()).isEqualTo(1);
    }

    @Test
    void whatIsNoJsonIsRefused() throws Exception {
        for (var body : List.of("", "{", "{} {}", "{\"description\":NaN}", "\u0000")) {
            var answer = payment.change(UUID.randomUUID().toString(), "\"1\"", body);
            assertProblem(answer, 400, "the body is not the JSON object expected");
        }
        assertThat(payment.version()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFoundWhateverThePrecondition() throws Exception {
        var stranger = new NotedPayment(installation, UUID.randomUUID());
        assertProblem(stranger.change(key, "\"7\""), 404, "No such payment");
    }

    @Test
    void onlyMergePatchesAreTakenAndTheAnswersSaySo() throws Exception {
        int port = installation.port();
        var json = send(payment.patch(port, key, "\"1\"", PATCH).setHeader("Content-Type", "application/json"));
        var options = send(payment.to(port, payment.path()).method("OPTIONS", BodyPublishers.noBody()));

        assertProblem(json, 415, "\"status\":415");
        for (var answer : List.of(json, options)) {
            assertThat(answer.headers().firstValue("Accept-Patch")).contains(MergePatch.MEDIA_TYPE);
        }
        assertThat(options.headers().firstValue("Allow").orElse("")).contains("GET", "HEAD", "PATCH", "OPTIONS");
        assertChanged(payment.change(key, "\"1\""));
    }

    @Test
    void aRefundMakesThePaymentAnotherVersion() throws Exception {
        var paid = post("/payments", "{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"tok_visa\"}");
        post(paid + "/refunds", "{\"amount\":1}");

        var known = send(payment.to(installation.port(), paid).header("If-None-Match", "\"1\""));

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(known.body()).contains("partly_refunded");
    }

    /** Gives the location of what was made. */
    private String post(String path, String body) throws Exception {
        var answer = send(payment.to(installation.port(), path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void paymentsOfAnEarlierReleaseAreInVersionOne() throws Exception {
        var postgres = installation.postgres();
        try (var connection = payment.connect();
                var statement = connection.createStatement()) {
            statement.execute("create database earlier");
        }
        var earlier = postgres.getDatabase("postgres", "earlier");
        Flyway.configure()
                .dataSource(earlier)
                .locations("classpath:db/migration/postgresql")
                .table("payments_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("1")
                .load()
                .migrate();
        try (var connection = earlier.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into payment (id, shop, amount, currency, charge) values ('" + payment.id()
                    + "', 'shop-a', 1999, 'EUR', 'ch_1')");
        }
        try (var service = installation.another("earlier")) {
            int port = Installation.port(service);
            var found = send(payment.to(port, payment.path()));
            assertThat(found.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(found.body()).endsWith("\"charge\":\"ch_1\"}");
            assertChanged(send(payment.patch(port, key, "\"1\"", PATCH)));
        }
    }
}
