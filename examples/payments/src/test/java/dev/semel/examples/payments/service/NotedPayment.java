/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A payment in version 1, and the shop that reads and changes it. */
record NotedPayment(Installation installation, UUID id) {

    static final String PATCH = "{\"description\":\"two chairs\"}";
    static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("shop-a:demo".getBytes(StandardCharsets.UTF_8));

    /** 1.1, so that many requests at once are many connections. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Written without a charge: to note something asks no provider. */
    static NotedPayment in(Installation installation) throws SQLException {
        var payment = new NotedPayment(installation, UUID.randomUUID());
        try (var connection = payment.connect();
                var statement = connection.createStatement()) {
            statement.execute("insert into payment (id, shop, amount, currency, charge) values ('" + payment.id
                    + "', 'shop-a', 1999, 'EUR', 'ch_1')");
        }
        return payment;
    }

    Connection connect() throws SQLException {
        return installation.postgres().getPostgresDatabase().getConnection();
    }

    long number(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    long version() throws SQLException {
        return number("select version from payment where id = '" + id + "'");
    }

    String path() {
        return "/payments/" + id;
    }

    HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", LOGIN);
    }

    HttpResponse<String> get() throws IOException, InterruptedException {
        return send(to(installation.port(), path()));
    }

    /** The tag may be empty for none. */
    HttpRequest.Builder patch(int port, String key, String tag, String patch) {
        var request = to(port, path())
                .header("Content-Type", MergePatch.MEDIA_TYPE)
                .header("Idempotency-Key", key)
                .method("PATCH", BodyPublishers.ofString(patch));
        return tag.isEmpty() ? request : request.header("If-Match", tag);
    }

    HttpResponse<String> change(String key, String tag) throws IOException, InterruptedException {
        return change(key, tag, PATCH);
    }

    HttpResponse<String> change(String key, String tag, String patch) throws IOException, InterruptedException {
        return send(patch(installation.port(), key, tag, patch));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    static CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
    }

    static void assertChanged(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(answer.body()).contains("\"description\":\"two chairs\"");
    }

    static void assertProblem(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains(text);
    }
}
